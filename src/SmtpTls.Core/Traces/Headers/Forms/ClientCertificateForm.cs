namespace SmtpTls.Headers.Forms;

/// <summary>Postfix's comments about the client's certificate (smtpd.c), which those who borrowed its form have, too.</summary>
internal static class ClientCertificateForm
{
    /// <summary>Reads a comment; <see langword="false"/> where it has another form.</summary>
    public static bool TryRead(ReadOnlySpan<char> comment, ref HopReading reading)
    {
        if (comment.StartsWithText("No client certificate requested"))
            reading.ClientCertificate = ClientCertificateStatus.NotRequested;
        else if (comment.StartsWithText("Client did not present a certificate") || comment.StartsWithText("Client certificate not present"))
            reading.ClientCertificate = ClientCertificateStatus.NotPresented;
        else if (comment.StartsWithText("Client CN "))
            ReadName(comment, ref reading);
        else if (comment.StartsWithText("Client RPK "))
            reading.ClientCertificate = ClientCertificateStatus.Presented;
        else
            return false;
        return true;
    }

    // (Client CN "mail.example.com", Issuer "Example CA" (verified OK))
    private static void ReadName(ReadOnlySpan<char> comment, ref HopReading reading)
    {
        reading.ClientCertificate = comment.EndsWithText("(verified OK)") ? ClientCertificateStatus.Verified
            : comment.EndsWithText("(not verified)") ? ClientCertificateStatus.NotVerified
            : ClientCertificateStatus.Presented;
        ReadOnlySpan<char> name = comment.Slice("Client CN ".Length);
        if (name.Length < 2 || name[0] != '"')
            return;
        int end = name.Slice(1).IndexOf('"');
        reading.ClientCertificateName = end < 0 ? null : name.Slice(1, end).ToString();
    }
}
