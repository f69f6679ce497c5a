using System.Net;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;
using SmtpTls.Smtp;
using SmtpTls.Tls;

namespace SmtpTls.Testing;

/// <summary>
/// Many servers have two certificates, one with an RSA key and one with an ECDSA key, and each sender gets the one that it prefers. TLSA
/// records must fit both; this sees the other one.
/// </summary>
internal sealed class OtherCertificate(ITlsEngine engine, ProbeOptions options)
{
    /// <summary>The chain that the server sends to a client that takes the other kind of key only; empty where it has none, or does not say.</summary>
    /// <param name="target">The address.</param>
    /// <param name="serverName">The name for the handshake.</param>
    /// <param name="leaf">The certificate that is known.</param>
    /// <param name="budget">Time limits.</param>
    /// <param name="transcript">Written to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<byte[]>> FetchAsync(
        AddressTarget target, string? serverName, byte[] leaf, TimeBudget budget, TranscriptRecorder transcript, CancellationToken cancellationToken)
    {
        using X509Certificate2 known = new(leaf);
        string? other = PublicKeyFacts.Read(known.PublicKey).Algorithm switch { "RSA" => "ECDSA", "ECDSA" => "RSA", _ => null };
        bool offersTls12 = options.Protocols.Count == 0 || options.Protocols.Contains(SslProtocolVersion.Tls12);
        if (other is null || !offersTls12 || engine.Name != TlsEngineName.Managed)
            return [];
        TlsClientOptions offer = new()
        {
            ServerName = serverName,
            // In TLS 1.3 the suite says nothing about the key; in TLS 1.2 it does (RFC 5246 section 7.4.2).
            Protocols = [SslProtocolVersion.Tls12],
            CipherSuites = [.. CipherSuites.All.Where(suite => suite.KeyExchange == "ECDHE" && suite.Authentication == other && suite.IsAead && suite.Recommended == "Y")],
        };
        transcript.Note($"Another connection: does the server have a certificate with a key of {other}, too?");
        using SmtpOpening opening = await SmtpOpening.OpenAsync(
            new OpeningOptions
            {
                EndPoint = new IPEndPoint(target.Address, target.Port),
                ImplicitTls = target.ImplicitTls,
                HeloName = options.HeloName,
                TryUnlisted = true,
                Budget = budget,
                QuitTimeout = options.QuitTimeout,
            },
            transcript,
            observer: null,
            cancellationToken).ConfigureAwait(false);
        try
        {
            IReadOnlyList<byte[]> chain = opening.IsReadyForTls ? await ChainAsync(opening, offer, cancellationToken).ConfigureAwait(false) : [];
            _ = await opening.QuitAsync(cancellationToken).ConfigureAwait(false);
            return chain;
        }
        catch (SmtpDialogueException e)
        {
            transcript.Note(e.Message);
            return [];
        }
    }

    private async Task<IReadOnlyList<byte[]>> ChainAsync(SmtpOpening opening, TlsClientOptions offer, CancellationToken cancellationToken)
    {
        TlsHandshake handshake = await opening.AuthenticateAsync(engine, offer, cancellationToken).ConfigureAwait(false);
        byte[][] chain = [.. handshake.Certificates.Select(certificate => certificate.RawData)];
        foreach (X509Certificate2 certificate in handshake.Certificates)
            certificate.Dispose();
        return handshake.Succeeded ? chain : [];
    }
}
