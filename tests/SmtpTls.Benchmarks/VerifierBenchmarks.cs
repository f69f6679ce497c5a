using System.Security.Cryptography.X509Certificates;
using BenchmarkDotNet.Attributes;
using SmtpTls.Certificates;

namespace SmtpTls.Benchmarks;

/// <summary>The verdict on a certificate, next to the bare X509Chain that is part of it.</summary>
[MemoryDiagnoser]
public class VerifierBenchmarks
{
    private const string Host = "localhost";

    private readonly X509Certificate2 _certificate = SelfSignedCertificate.Create(Host);

    [Params(false, true)]
    public bool TrustedRoot { get; set; }

    [Benchmark(Baseline = true, Description = "X509Chain.Build")]
    public bool Chain()
    {
        using X509Chain chain = new();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (TrustedRoot)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(_certificate);
        }
        return chain.Build(_certificate);
    }

    [Benchmark(Description = "CertificateVerifier")]
    public async Task<bool> Verdict()
    {
        CertificateVerifierOptions options = new() { TrustedRoots = TrustedRoot ? [_certificate] : [] };
        CertificateVerdict verdict = await CertificateVerifier.VerifyAsync([_certificate], Host, options, CancellationToken.None);
        return verdict.Valid == true;
    }
}
