using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Certificates;

/// <summary>Judges a server's certificate as a strict sender would: chain, time, usage and name.</summary>
internal static class CertificateVerifier
{
    /// <summary>How many of the certificates sent are looked at; honest chains have up to five.</summary>
    public const int MaxSent = 20;

    /// <summary>
    /// Judges the certificates that a server sent. The work is done on another thread, because the system's engine blocks
    /// while it fetches revocation data; the network is used for nothing else, and only with <see cref="X509RevocationMode.Online"/>.
    /// </summary>
    /// <param name="sent">The certificates as sent, leaf first. They stay the caller's.</param>
    /// <param name="referenceName">The name or address that the certificate must cover; <see langword="null"/> to judge no name.</param>
    /// <param name="options">How to judge.</param>
    /// <param name="cancellationToken">Ends the waiting; the engine cannot be stopped and ends by its own time limit.</param>
    public static async Task<CertificateVerdict> VerifyAsync(
        IReadOnlyList<X509Certificate2> sent, string? referenceName, CertificateVerifierOptions options, CancellationToken cancellationToken)
    {
        if (sent.Count == 0)
        {
            return new CertificateVerdict
            {
                Problems = [CertificateProblem.NoCertificate],
                Reasons = ["The server sent no certificate."],
                Failure = FailureOf(CertificateProblem.NoCertificate),
            };
        }

        Task<CertificateVerdict> work = Task.Run(() => Verify([.. sent.Take(MaxSent)], referenceName, options), cancellationToken);
        try
        {
            return await work.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The engine runs on, perhaps into certificates that the caller has disposed by then: nobody is left to tell.
            _ = work.ContinueWith(left => left.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>The same, here and now.</summary>
    internal static CertificateVerdict Verify(X509Certificate2[] sent, string? referenceName, CertificateVerifierOptions options)
    {
        X509Certificate2 leaf = sent[0];
        DateTimeOffset time = options.Time ?? DateTimeOffset.UtcNow;
        CertificateInfo[] chainSent = [.. sent.Select(CertificateInfoFactory.Create)];
        CertificateInfo[] chainBuilt = [];
        List<CertificateFinding> findings = [];
        // The system's engine would compute with whatever comes, and cannot be stopped.
        string?[] faults = [.. sent.Select(KeyLimits.FaultOf)];
        for (int i = 0; i < sent.Length; i++)
        {
            if (faults[i] is { } fault)
                findings.Add(new(CertificateProblem.UnsupportedKey, $"{(i == 0 ? "The certificate" : $"Certificate {i + 1} of those sent")} has {fault}; nothing is computed with it here."));
        }
        try
        {
            if (faults[0] is null)
            {
                using BuiltChain chain = ChainBuilder.Build(leaf, [.. sent.Skip(1).Where((_, i) => faults[i + 1] is null)], options);
                chainBuilt = [.. chain.Elements.Select(e => CertificateInfoFactory.Create(e.Certificate))];
                findings.AddRange(ChainInspector.Inspect(chain, sent, time));
            }
        }
        catch (CryptographicException e)
        {
            findings.Add(new(CertificateProblem.InvalidChain, $"The chain cannot be built: {e.Message.TrimEnd('.')}."));
        }

        bool valid = findings.Count == 0;
        CertificateNames names = CertificateNames.Read(leaf);
        bool hasReference = !string.IsNullOrEmpty(referenceName);
        string? matched = hasReference ? NameMatcher.Match(names, referenceName!) : null;
        if (hasReference && matched is null)
        {
            findings.Add(new(CertificateProblem.NameMismatch, $"The certificate is for {Covered(names)}, not for {referenceName}."));
        }

        CertificateFinding[] ordered = [.. findings.OrderBy(finding => finding.Problem)];
        return new CertificateVerdict
        {
            Certificate = chainSent[0],
            ChainSent = chainSent,
            ChainBuilt = chainBuilt,
            Valid = valid,
            NameMatch = hasReference ? matched is not null : null,
            MatchedName = matched,
            DaysLeft = (int)Math.Floor((chainSent[0].NotAfter - time).TotalDays),
            Problems = [.. ordered.Select(finding => finding.Problem).Distinct()],
            Reasons = [.. ordered.Select(finding => finding.Text)],
            Failure = ordered.Length == 0 ? null : FailureOf(ordered[0].Problem),
        };
    }

    /// <summary>RFC 8460 section 4.3.1: certificate-not-trusted covers every failure of the chain that has no type of its own.</summary>
    private static string FailureOf(CertificateProblem problem) => problem switch
    {
        CertificateProblem.NoCertificate => FailureType.ValidationFailure,
        CertificateProblem.NameMismatch => FailureType.CertificateHostMismatch,
        CertificateProblem.Expired => FailureType.CertificateExpired,
        _ => FailureType.CertificateNotTrusted,
    };

    private static string Covered(CertificateNames names)
    {
        const int Shown = 5;
        string[] all = names.HasAlternativeName
            ? [.. names.DnsNames, .. names.IpAddresses.Select(address => address.ToString())]
            : names.CommonName is { } commonName ? [commonName] : [];
        string list = string.Join(", ", all.Take(Shown).Select(name => Quoted.Value(name)));
        return all.Length == 0 ? "no name at all"
            : all.Length <= Shown ? list
            : string.Format(CultureInfo.InvariantCulture, "{0} and {1} more", list, all.Length - Shown);
    }
}
