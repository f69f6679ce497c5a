using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;
using SmtpTls.Dns;
using SmtpTls.Input;
using SmtpTls.Sending;
using SmtpTls.Testing;

namespace SmtpTls.Commands;

/// <summary>Sends one message to a server with a chosen TLS mode, and says what was negotiated and what the server answered.</summary>
[Cmdlet(VerbsCommunications.Send, "SmtpTlsMessage", DefaultParameterSetName = MessageSet, SupportsShouldProcess = true)]
[OutputType(typeof(SendResult))]
public sealed class SendSmtpTlsMessageCommand : ConnectingCmdlet
{
    private const string MessageSet = "Message";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private SendOptions? _options;
    private IDnsResolver? _resolver;

    /// <summary>The server, as host, host:port or [address]:port. No MX record is looked up. With -TlsMode Verified, the certificate must cover this name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ComputerName", "MxHost")]
    [AllowEmptyString]
    public string[] Server { get; set; } = [];

    /// <summary>The sender, as user@example.com or A Name &lt;user@example.com&gt;; &lt;&gt; is the null sender.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string From { get; set; } = "";

    /// <summary>The recipients. With -Path they alone get the message, whatever its header says.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string[] To { get; set; } = [];

    /// <summary>Recipients of a copy.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    public string[] Cc { get; set; } = [];

    /// <summary>Recipients that the message does not name.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    public string[] Bcc { get; set; } = [];

    /// <summary>The subject.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string Subject { get; set; } = "Test of SMTP over TLS";

    /// <summary>The text of the message; a line on what it is for when none is given.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Body { get; set; }

    /// <summary>Further header fields, such as @{ 'X-Test' = '1' }; one that exists is replaced.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    public Hashtable Header { get; set; } = [];

    /// <summary>Message files (.eml) to send as they are; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Message files (.eml), named exactly.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>What to do about TLS; Required, or Verified with -Credential, when none is given.</summary>
    [Parameter]
    public SendTlsMode TlsMode { get; set; } = SendTlsMode.Required;

    /// <summary>User name and password for AUTH, which is tried inside TLS only.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The TCP port, 1 to 65535; 25, or 465 with -ImplicitTls, when neither this nor the server names one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>TLS begins with the connection (RFC 8314). On port 465 that goes without saying.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter ImplicitTls { get; set; }

    /// <summary>
    /// A certificate with its private key, to present if the server asks; what follows it is sent behind it. Or the path of a .pfx or
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

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // A password is for one server only, so that server must prove that it is the one.
        if (Credential is not null && !MyInvocation.BoundParameters.ContainsKey(nameof(TlsMode)))
            TlsMode = SendTlsMode.Verified;
        if (Credential is not null && TlsMode == SendTlsMode.Off)
            Fail("CredentialWithoutTls", "A password goes through TLS or not at all: -Credential and -TlsMode Off exclude each other.", Credential.UserName);
        X509Certificate2? own = ClientCertificate.FirstOrDefault();
        if (own is { HasPrivateKey: false })
            Fail("ClientCertificateWithoutPrivateKey", $"The certificate '{own.Subject}' has no private key, without which nobody can present it.", own);
        _options = new SendOptions
        {
            Mode = TlsMode,
            HeloName = HelloName(),
            Protocols = Versions(),
            ClientCertificate = own,
            ClientIntermediates = [.. ClientCertificate.Skip(1)],
            Verification = new CertificateVerifierOptions { TrustedRoots = TrustedRoot, RevocationMode = CheckRevocation },
            // Not GetNetworkCredential, which parts DOMAIN\user: SMTP takes the name as it is.
            Credential = Credential is null ? null : new NetworkCredential(Credential.UserName, Credential.Password),
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
        };
        _resolver = Resolver();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (TryRead(nameof(From), From, Mailbox.ParseSender) is not { } from
            || TryReadAll(nameof(To), To) is not { } to || TryReadAll(nameof(Cc), Cc) is not { } cc || TryReadAll(nameof(Bcc), Bcc) is not { } bcc)
        {
            return;
        }
        if (ParameterSetName == MessageSet)
        {
            SendToAll(TryRead("Message", Subject, subject => MessageContent.Compose(new MessageFields
            {
                From = from,
                To = to,
                Cc = cc,
                Bcc = bcc,
                Subject = subject,
                Body = Body ?? $"A test of the way from {from.Address} over SMTP, TLS mode {TlsMode}.\n",
                Headers = Header.Cast<DictionaryEntry>().ToDictionary(field => $"{field.Key}", field => $"{field.Value}"),
            })));
            return;
        }
        bool literal = ParameterSetName == LiteralPathSet;
        foreach (string path in InputPaths.Resolve(this, literal ? LiteralPath : Path, literal))
            SendToAll(TryRead("Message", path, file => MessageContent.Read(file, from, to)));
    }

    private void SendToAll(OutgoingMessage? message)
    {
        if (message is null)
            return;
        TargetOptions targets = new()
        {
            Port = MyInvocation.BoundParameters.ContainsKey(nameof(Port)) ? Port : null,
            ImplicitTls = MyInvocation.BoundParameters.ContainsKey(nameof(ImplicitTls)) ? ImplicitTls.IsPresent : null,
            Family = Family,
        };
        foreach (string text in Server)
        {
            if (TryRead(nameof(Server), text, name => Target(name, targets)) is not { } server)
                continue;
            string recipients = string.Join(", ", message.Recipients.Select(one => one.Address));
            if (ShouldProcess(server.ToString(), $"Send message '{message.Subject}' from <{message.From}> to {recipients} (TLS mode {TlsMode})"))
                Start(server, message, new MessageSender(_resolver!, targets, _options!));
        }
    }

    private ServerEndpoint Target(string name, TargetOptions targets)
    {
        ServerEndpoint server = ServerEndpoint.Parse(name);
        int port = targets.PortFor(server.Port);
        return TlsMode == SendTlsMode.Off && targets.IsImplicit(port)
            ? throw new FormatException(
                $"{Quoted.Value(name)} would be talked to with implicit TLS (port {port}), which -TlsMode Off excludes; give another port or -ImplicitTls:$false.")
            : server;
    }

    private void Start(ServerEndpoint server, OutgoingMessage message, MessageSender sender) =>
        StartTarget(server.ToString(), "SendFailed", token => sender.SendAsync(server, message, token), Write);

    private void Write(SendResult result)
    {
        if (result is { Sent: true, Encrypted: false, TlsMode: SendTlsMode.Opportunistic })
            WriteWarning($"{result.Server} offers no STARTTLS: the message went in the clear.");
        if (result is { AuthMechanism: not null } and not { CertificateValid: true, NameMatch: true })
            WriteWarning($"The password went to {result.Server}, whose certificate does not prove that it is this server; -TlsMode Verified prevents that.");
        WriteObject(result);
    }

    private List<Mailbox>? TryReadAll(string parameter, string[] texts)
    {
        List<Mailbox> mailboxes = [];
        foreach (string text in texts)
        {
            if (TryRead(parameter, text, Mailbox.Parse) is not { } mailbox)
                return null;
            mailboxes.Add(mailbox);
        }
        return mailboxes;
    }

    // Input that cannot be used ends this message only.
    private T? TryRead<T>(string parameter, string text, Func<string, T> read)
        where T : class
    {
        try
        {
            return read(text);
        }
        catch (FileFaultException e)
        {
            WriteError(FileErrors.Of(e, text));
            return null;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            WriteError(new ErrorRecord(e, $"Invalid{parameter}", e is FormatException ? ErrorCategory.InvalidArgument : ErrorCategory.ReadError, text));
            return null;
        }
    }

    private void Fail(string errorId, string message, object target) =>
        ThrowTerminatingError(new ErrorRecord(new PSArgumentException(message), errorId, ErrorCategory.InvalidArgument, target));
}
