namespace SmtpTls.Headers.Forms;

/// <summary>Sendmail's words for what became of the client's certificate (op.me, macro <c>${verify}</c>).</summary>
internal static class VerifyWord
{
    /// <summary>Takes the word into the reading; unknown ones are passed over.</summary>
    public static void Read(ref HopReading reading, ReadOnlySpan<char> word)
    {
        ClientCertificateStatus? status =
            word.Is("OK") || word.Is("YES") ? ClientCertificateStatus.Verified
            : word.Is("FAIL") ? ClientCertificateStatus.NotVerified
            : word.Is("NO") ? ClientCertificateStatus.NotPresented
            : word.Is("NOT") ? ClientCertificateStatus.NotRequested
            : null;
        reading.ClientCertificate = status ?? reading.ClientCertificate;
    }
}
