using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Dns;
using SmtpTls.Input;
using SmtpTls.Listening;

namespace SmtpTls.Commands;

/// <summary>
/// Starts a small SMTP server in this session that shows how senders behave. It takes any mail, keeps the header, throws the rest away and
/// relays nothing. Receive-SmtpTlsSession gives what it saw.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "SmtpTlsListener", DefaultParameterSetName = "SelfSigned", SupportsShouldProcess = true)]
[OutputType(typeof(SmtpTlsListener))]
public sealed class StartSmtpTlsListenerCommand : PSCmdlet
{
    private const string SelfSignedSet = "SelfSigned";
    private const string CertificateSet = "Certificate";
    private const string PathSet = "CertificatePath";
    private const int SmtpsPort = 465;

    /// <summary>The TCP port, 0 to 65535; 0 picks a free one. On port 465 TLS begins with the connection.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; } = 2525;

    /// <summary>The IP address of this machine to listen at: loopback unless said; 0.0.0.0 for all of IPv4, :: for all.</summary>
    [Parameter]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The name for banner, EHLO and a self-signed certificate: a domain or an address literal. This machine's full name, or else localhost.</summary>
    [Parameter]
    public string? HostName { get; set; }

    /// <summary>What to do about STARTTLS.</summary>
    [Parameter]
    public ListenerTlsMode Mode { get; set; } = ListenerTlsMode.Preferred;

    /// <summary>TLS begins with the connection (RFC 8314), without STARTTLS.</summary>
    [Parameter]
    public SwitchParameter ImplicitTls { get; set; }

    /// <summary>The certificate with its private key; what follows it is sent behind it. Of one that stands alone, the issuers come from this machine's stores.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    [CertificatePath(WithPrivateKey = true)]
    public X509Certificate2[] Certificate { get; set; } = [];

    /// <summary>A .pfx or .pem file with the certificate, its private key and its issuers, which are sent as they stand there.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    public string? CertificatePath { get; set; }

    /// <summary>The .pem file of the private key, where that is in a file of its own.</summary>
    [Parameter(ParameterSetName = PathSet)]
    public string? KeyPath { get; set; }

    /// <summary>The password of the .pfx file or of the encrypted key.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Alias("Password")]
    public SecureString? CertificatePassword { get; set; }

    /// <summary>The versions of TLS to accept, Tls10 to Tls13; TLS 1.2 and 1.3 when none is given.</summary>
    [Parameter]
    public SslProtocolVersion[] Protocol { get; set; } = [];

    /// <summary>Asks senders for a certificate. One that comes is shown, not judged; mail is taken without it, too.</summary>
    [Parameter]
    public SwitchParameter RequestClientCertificate { get; set; }

    /// <summary>The biggest message to take, in bytes, 1 KB to 2 GB.</summary>
    [Parameter]
    [ValidateRange(1024L, 2147483648L)]
    public long MaxMessageSize { get; set; } = 36_700_160;

    /// <summary>Connections at once, 1 to 10000; more are answered 421.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int MaxConnection { get; set; } = 100;

    /// <summary>Sessions that may wait for Receive-SmtpTlsSession, 1 to 100000; when there are more, the oldest are dropped.</summary>
    [Parameter]
    [ValidateRange(1, 100000)]
    public int QueueLength { get; set; } = 1000;

    /// <summary>Time limit of each command, handshake and part of a message in seconds, 1 to 3600. A whole session may last twelve times as long.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 300;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string text = Address.Trim('[', ']');
        if (!IpLiteral.TryParse(text, out IPAddress? address))
            throw Invalid("InvalidAddress", $"{Quoted.Value(Address)} is no IP address; give one of this machine, such as 127.0.0.1 or ::1, or 0.0.0.0 or :: for all.", Address);
        string name = HostName is null ? Smtp.HeloName.OfThisMachine() ?? "localhost" : ReadHostName(HostName);
        bool isOff = Mode == ListenerTlsMode.Off;
        if (isOff && ImplicitTls)
            throw Invalid("ImplicitTlsWithoutTls", "-ImplicitTls wants TLS, and -Mode Off has none; leave one of the two out.", Mode);
        if (Protocol.FirstOrDefault(version => version < SslProtocolVersion.Tls10) is var old && old != default)
            throw Invalid("InvalidProtocol", $"The listener cannot serve {old}; give versions from Tls10 to Tls13.", old);
        if (!ShouldProcess(new IPEndPoint(address, Port).ToString(), "Listen for SMTP"))
            return;

        ListenerCertificate? certificate = isOff ? null : ReadCertificate(name);
        try
        {
            SmtpTlsListener listener = SmtpTlsListener.Listen(new ListenerOptions
            {
                Address = address,
                Port = Port,
                HostName = name,
                Mode = Mode,
                ImplicitTls = MyInvocation.BoundParameters.ContainsKey(nameof(ImplicitTls)) ? ImplicitTls : Port == SmtpsPort && !isOff,
                Certificate = certificate?.Certificate,
                Intermediates = certificate?.Intermediates ?? [],
                Owned = certificate?.Owned,
                Protocols = Protocol,
                RequestClientCertificate = RequestClientCertificate,
                MaxMessageSize = MaxMessageSize,
                MaxConnection = MaxConnection,
                QueueLength = QueueLength,
                Timeout = TimeSpan.FromSeconds(TimeoutSec),
            });
            RunningListeners.Here.Add(listener);
            WriteObject(listener);
        }
        catch (ListenerStartException e)
        {
            certificate?.Owned?.Dispose();
            ThrowTerminatingError(new ErrorRecord(e, e.Fault.ToString(), ErrorCategory.ResourceUnavailable, new IPEndPoint(address, Port).ToString()));
        }
    }

    private ListenerCertificate ReadCertificate(string name)
    {
        try
        {
            return ParameterSetName switch
            {
                CertificateSet => ListenerCertificate.Of(Certificate),
                PathSet => ListenerCertificate.Read(FullPath(CertificatePath!), PlainPassword(), KeyPath is null ? null : FullPath(KeyPath)),
                _ => ListenerCertificate.MakeFor(name),
            };
        }
        catch (ArgumentException e) when (ParameterSetName == CertificateSet)
        {
            throw Invalid("InvalidCertificate", e.Message, Certificate[0], e);
        }
        catch (Exception e) when (ParameterSetName == PathSet && FileErrors.AreOf(e))
        {
            ThrowTerminatingError(FileErrors.Of(e, FullPath(CertificatePath!)));
            throw;
        }
    }

    // A name that greets: a domain, or an address literal for an address.
    private string ReadHostName(string text)
    {
        try
        {
            return IpLiteral.TryParse(text, out IPAddress? address)
                ? text.Contains(':') ? $"[IPv6:{address}]" : $"[{address}]"
                : Smtp.HeloName.Parse(text);
        }
        catch (FormatException e)
        {
            throw Invalid("InvalidHostName", e.Message, text, e);
        }
    }

    private string FullPath(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

    private string? PlainPassword() => CertificatePassword is null ? null : new NetworkCredential("", CertificatePassword).Password;

    private PipelineStoppedException Invalid(string errorId, string message, object target, Exception? inner = null)
    {
        ThrowTerminatingError(new ErrorRecord(new PSArgumentException(message, inner), errorId, ErrorCategory.InvalidArgument, target));
        return new PipelineStoppedException();
    }
}
