namespace SmtpTls;

/// <summary>What the TLS settings of one part of a Cisco ESA's configuration amount to.</summary>
public sealed record EsaTlsPolicy
{
    /// <summary>What this is about.</summary>
    public required EsaPolicyKind Kind { get; init; }

    /// <summary>The listener, sender group, mail flow policy or destination, as the file names it.</summary>
    public required string Name { get; init; }

    /// <summary>The listener; <see langword="null"/> for destinations, and where an exported Host Access Table does not name it.</summary>
    public string? Listener { get; init; }

    /// <summary>Whether the listener is public or private; <see langword="null"/> where the file does not say.</summary>
    public EsaListenerType? ListenerType { get; init; }

    /// <summary>The listener's IP interface; <see langword="null"/> where the file does not say.</summary>
    public string? Interface { get; init; }

    /// <summary>The listener's TCP port; <see langword="null"/> where the file does not say.</summary>
    public int? Port { get; init; }

    /// <summary>The mail flow policy, such as <c>$ACCEPTED</c>; <see langword="null"/> where an entry has its access rule written to it.</summary>
    public string? MailFlowPolicy { get; init; }

    /// <summary>What the Host Access Table does with a connection; <see langword="null"/> for listeners, destinations, and where it is not known.</summary>
    public EsaAccessRule? Access { get; init; }

    /// <summary>The TLS setting in force, in Cisco's words; <see langword="null"/> where the file does not tell it.</summary>
    public EsaTlsSetting? Setting { get; init; }

    /// <summary>Whether the setting is not its own but that of the default.</summary>
    public bool FromDefault { get; init; }

    /// <summary>
    /// Whether mail is encrypted: never, where the other side can, or always; <see langword="null"/> where no mail is taken or it is not known.
    /// </summary>
    public TlsMode? Mode { get; init; }

    /// <summary>Whether the other side's certificate is checked, even where nothing follows from it; <see langword="null"/> as Mode.</summary>
    public bool? Verify { get; init; }

    /// <summary>What is demanded of the other side's certificate; <see langword="null"/> as <see cref="Mode"/>.</summary>
    public PeerAuthentication? Authentication { get; init; }

    /// <summary>DANE for a destination; <see langword="null"/> where the file does not say.</summary>
    public EsaDaneSupport? Dane { get; init; }

    /// <summary>The address list of senders for whom TLS is mandatory though the setting is Preferred.</summary>
    public string? MandatoryFor { get; init; }

    /// <summary>Whether SMTP AUTH is allowed; <see langword="null"/> where the file does not say.</summary>
    public bool? SmtpAuth { get; init; }

    /// <summary>Whether SMTP AUTH is offered inside TLS only; <see langword="null"/> where the file does not say.</summary>
    public bool? SmtpAuthRequiresTls { get; init; }

    /// <summary>The name of the appliance's own certificate; <see langword="null"/> where the file does not say.</summary>
    public string? Certificate { get; init; }

    /// <summary>Its SHA-1 thumbprint, where the file holds the certificate.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>The end of its validity, UTC, where the file holds the certificate.</summary>
    public DateTimeOffset? CertificateNotAfter { get; init; }

    /// <summary>Whether an alert is sent when a required TLS connection fails: one setting for all destinations.</summary>
    public bool? AlertOnFailure { get; init; }

    /// <summary>The versions that the appliance's SSL settings allow in this direction; empty where the file does not say.</summary>
    public SslProtocolVersion[] Protocols { get; init; } = [];

    /// <summary>The cipher string of the appliance's SSL settings in this direction; <see langword="null"/> where the file does not say.</summary>
    public string? Ciphers { get; init; }

    /// <summary>All of this in plain words.</summary>
    public required string Summary { get; init; }

    /// <summary>What contradicts itself, is unsafe, cannot work or is missing; the worst first.</summary>
    public Finding[] Findings { get; init; } = [];

    /// <summary>The file.</summary>
    public required string Source { get; init; }

    /// <summary>Listener and name.</summary>
    public override string ToString() => Kind == EsaPolicyKind.Listener || Listener is null ? Name : $"{Listener}: {Name}";
}
