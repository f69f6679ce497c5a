// Stand-ins for the types of Exchange, so that live objects and what PowerShell makes of them have their names and their shape: enums, values
// that write themselves as text, lists of such values. Members are those that matter here.

namespace Microsoft.Exchange.Data
{
    public enum TlsAuthLevel
    {
        EncryptionOnly = 1,
        CertificateValidation = 2,
        DomainValidation = 3,
    }

    [Flags]
    public enum PermissionGroups
    {
        None = 0,
        AnonymousUsers = 1,
        ExchangeUsers = 2,
        ExchangeServers = 4,
    }

    public sealed class MultiValuedProperty<T>(IEnumerable<T> values) : List<T>(values);

    public class SmtpDomain(string domain)
    {
        public string Domain { get; } = domain;

        public override string ToString() => Domain;
    }

    public sealed class Fqdn(string domain) : SmtpDomain(domain);

    public sealed class SmartHost(string domain)
    {
        public string Domain { get; } = domain;

        public override string ToString() => Domain;
    }

    public sealed class AddressSpace(string domain)
    {
        public string Address { get; } = domain;

        public int Cost { get; } = 1;

        public override string ToString() => $"SMTP:{Address};{Cost}";
    }

    public sealed class IPBinding(string address, int port)
    {
        public string Address { get; } = address;

        public int Port { get; } = port;

        public override string ToString() => $"{Address}:{Port}";
    }

    public sealed class SmtpX509Identifier(string issuer, string subject)
    {
        public string CertificateIssuer { get; } = issuer;

        public string CertificateSubject { get; } = subject;

        public override string ToString() => $"<I>{CertificateIssuer}<S>{CertificateSubject}";
    }
}

namespace Microsoft.Exchange.Data.Directory
{
    public sealed class ADObjectId(string name)
    {
        public string Name { get; } = name;

        public string DistinguishedName => "CN=" + Name;

        public override string ToString() => Name;
    }
}

namespace Microsoft.Exchange.Data.Directory.SystemConfiguration
{
    [Flags]
    public enum AuthMechanisms
    {
        None = 0,
        Tls = 1,
        Integrated = 2,
        BasicAuth = 4,
        BasicAuthRequireTLS = 8,
        ExchangeServer = 16,
        ExternalAuthoritative = 32,
    }

    public sealed class SmtpSendConnectorConfig
    {
        public ADObjectId? Identity { get; init; }

        public bool Enabled { get; init; } = true;

        public bool DNSRoutingEnabled { get; init; }

        public SmtpDomain? TlsDomain { get; init; }

        public TlsAuthLevel? TlsAuthLevel { get; init; }

        public MultiValuedProperty<SmartHost> SmartHosts { get; init; } = new([]);

        public bool ForceHELO { get; init; }

        public bool IgnoreSTARTTLS { get; init; }

        public bool CloudServicesMailEnabled { get; init; }

        public Fqdn? Fqdn { get; init; }

        public SmtpX509Identifier? TlsCertificateName { get; init; }

        public bool RequireTLS { get; init; }

        public bool DomainSecureEnabled { get; init; }

        public MultiValuedProperty<AddressSpace> AddressSpaces { get; init; } = new([]);

        public MultiValuedProperty<ADObjectId> SourceTransportServers { get; init; } = new([]);
    }

    public sealed class ReceiveConnector
    {
        public ADObjectId? Identity { get; init; }

        public ADObjectId? Server { get; init; }

        public bool Enabled { get; init; } = true;

        public AuthMechanisms AuthMechanism { get; init; }

        public PermissionGroups PermissionGroups { get; init; }

        public MultiValuedProperty<IPBinding> Bindings { get; init; } = new([]);

        public Fqdn? Fqdn { get; init; }

        public SmtpX509Identifier? TlsCertificateName { get; init; }

        public bool RequireTLS { get; init; }

        public bool SuppressXAnonymousTls { get; init; }
    }
}
