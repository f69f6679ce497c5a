namespace SmtpTls.Tls;

/// <summary>The handshake engines by name.</summary>
internal static class TlsEngines
{
    /// <summary>Makes an engine, which serves any number of handshakes at once.</summary>
    public static ITlsEngine Create(TlsEngineName name) => name == TlsEngineName.Platform ? new PlatformTlsEngine() : new ManagedTlsEngine();
}
