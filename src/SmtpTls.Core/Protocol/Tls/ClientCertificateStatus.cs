namespace SmtpTls;

/// <summary>What a server wrote about the certificate of the client that sent it a message.</summary>
public enum ClientCertificateStatus
{
    /// <summary>The server did not ask for one (Postfix: "No client certificate requested"; Sendmail: <c>verify=NOT</c>).</summary>
    NotRequested,

    /// <summary>The server asked, and the client had none (Sendmail: <c>verify=NO</c>).</summary>
    NotPresented,

    /// <summary>The client presented one; the header does not say whether it was checked.</summary>
    Presented,

    /// <summary>The client presented one that the server could not verify (Sendmail: <c>verify=FAIL</c>).</summary>
    NotVerified,

    /// <summary>The client presented one, and the server verified its chain (Sendmail: <c>verify=OK</c>).</summary>
    Verified,
}
