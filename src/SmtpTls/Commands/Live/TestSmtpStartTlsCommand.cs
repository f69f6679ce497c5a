using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;
using SmtpTls.Dns;
using SmtpTls.Input;
using SmtpTls.Policy;
using SmtpTls.Testing;
using SmtpTls.Tls;

namespace SmtpTls.Commands;

/// <summary>
/// Tests how mail to a domain or server is encrypted: STARTTLS, version, cipher suite, certificate, and whether a strict sender would
/// accept it. Nothing is ever sent. One result per address, in order of MX preference.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "SmtpStartTls", DefaultParameterSetName = "Domain")]
[OutputType(typeof(StartTlsResult), typeof(StartTlsSummary))]
public sealed class TestSmtpStartTlsCommand : ServerTargetCmdlet<StartTlsResult>
{
    private readonly Dictionary<string, List<StartTlsResult>> _results = new(StringComparer.Ordinal);

    /// <summary>Which code makes the TLS handshake.</summary>
    [Parameter]
    public TlsEngineName Engine { get; set; }

    /// <summary>The sender for MAIL FROM. The null sender &lt;&gt; when none is given, as delivery reports have it; some servers refuse it.</summary>
    [Parameter]
    [AllowEmptyString]
    public string MailFrom { get; set; } = "";

    /// <summary>A recipient to try with RCPT TO on every server. No message follows.</summary>
    [Parameter]
    public string? Recipient { get; set; }

    /// <summary>
    /// A certificate with its private key, to present if a server asks; what follows it is sent behind it. Or the path of a .pfx or
    /// .pem file without password that holds all of them.
    /// </summary>
    [Parameter]
    [CertificatePath(WithPrivateKey = true)]
    public X509Certificate2[] ClientCertificate { get; set; } = [];

    /// <summary>Roots (or paths of certificate files) to trust besides the machine's. The machine's store is not touched.</summary>
    [Parameter]
    [CertificatePath]
    public X509Certificate2[] TrustedRoot { get; set; } = [];

    /// <summary>Whether to check revocation, and whether the network may be used for it.</summary>
    [Parameter]
    public X509RevocationMode CheckRevocation { get; set; } = X509RevocationMode.NoCheck;

    /// <summary>Looks up no policy (DANE, MTA-STS): Dane and MtaSts stay empty.</summary>
    [Parameter]
    public SwitchParameter SkipPolicy { get; set; }

    /// <summary>Gives one verdict for each domain or server, over all its addresses: the worst counts.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>Gives a result with the status InvalidInput for input that is neither a domain nor a server, instead of an error.</summary>
    [Parameter]
    public SwitchParameter InvalidInputAsResult { get; set; }

    private protected override bool NeedsDnssec => !SkipPolicy;

    private protected override PolicyLookup? Policies(DnsClientResolver resolver, ProbeOptions options) => SkipPolicy ? null : new PolicyLookup(
        resolver,
        new PolicyHost(resolver, new PolicyFetchOptions
        {
            Timeout = options.Timeout < PolicyFetchOptions.MostTime ? options.Timeout : PolicyFetchOptions.MostTime,
            TrustedRoots = TrustedRoot,
            UseProxy = resolver.UsesSystemForHosts,
        }),
        patience: resolver.UsesSystemForHosts ? TimeSpan.FromSeconds(4) : null);

    private protected override Recipient? DefaultRecipient => Recipient is null ? null : Argument(nameof(Recipient), Recipient, ParseRecipient);

    private protected override ProbeOptions Complete(ProbeOptions options)
    {
        X509Certificate2? own = ClientCertificate.FirstOrDefault();
        if (own is { HasPrivateKey: false })
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException($"The certificate '{own.Subject}' has no private key, without which nobody can present it."),
                "ClientCertificateWithoutPrivateKey",
                ErrorCategory.InvalidArgument,
                own));
        }
        return options with
        {
            MailFrom = Argument(nameof(MailFrom), MailFrom, ParseSender),
            ClientCertificate = own,
            ClientIntermediates = [.. ClientCertificate.Skip(1)],
            Verification = new CertificateVerifierOptions { TrustedRoots = TrustedRoot, RevocationMode = CheckRevocation },
        };
    }

    private protected override Func<ProbeTarget, CancellationToken, Task<StartTlsResult>> Work(ProbeOptions options, ConnectionGate gate)
    {
        AddressTester tester = new(new AddressProbe(TlsEngines.Create(Engine), options), gate);
        return async (target, token) => (await tester.TestAsync(target, token).ConfigureAwait(false)).Result;
    }

    private protected override StartTlsResult WithoutAddress(NoAddress target) => ResultBuilder.WithoutAddress(target);

    private protected override void Write(StartTlsResult result, string target)
    {
        if (!Summary)
            WriteObject(result);
        else if (_results.TryGetValue(target, out List<StartTlsResult>? results))
            results.Add(result);
        else
            _results.Add(target, [result]);
    }

    private protected override void WriteEnd(string target)
    {
        if (!_results.TryGetValue(target, out List<StartTlsResult>? results))
            return;
        // A target that is named twice has one list, which the first of them takes.
        _results.Remove(target);
        WriteObject(SummaryJudge.Of(results));
    }

    private protected override void WriteInvalid(string errorId, string message, object? input)
    {
        if (!InvalidInputAsResult)
        {
            base.WriteInvalid(errorId, message, input);
            return;
        }
        string text = input?.ToString() ?? "";
        int port = MyInvocation.BoundParameters.ContainsKey(nameof(Port)) ? Port : 25;
        bool isServer = errorId == "InvalidServer";
        StartTlsResult result = ResultBuilder.InvalidInput(isServer ? null : text, isServer ? text : null, port, message);
        WriteObject(Summary ? SummaryJudge.Of([result]) : result);
    }

    private static Recipient ParseRecipient(string text) => MailTarget.Parse(text) is { Mailbox: { } mailbox } target
        ? new Recipient(mailbox, target.NeedsSmtpUtf8)
        : throw new FormatException($"{Quoted.Value(text)} is no mail address; give one such as postmaster@example.com.");

    private static string ParseSender(string text)
    {
        if (text is "" or "<>")
            return "";
        return MailTarget.Parse(text) is { Mailbox: { } mailbox, NeedsSmtpUtf8: false }
            ? mailbox
            : throw new FormatException($"{Quoted.Value(text)} cannot be a sender; give a mail address in ASCII such as postmaster@example.com, or <> for the null sender.");
    }
}
