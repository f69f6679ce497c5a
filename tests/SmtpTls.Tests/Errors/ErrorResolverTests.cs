using SmtpTls.Errors;

namespace SmtpTls.Tests.Errors;

public sealed class ErrorResolverTests
{
    [Theory]
    // Schannel, in every way to write a number
    [InlineData("UnknownCredentials", "schannel-unknown-credentials")]
    [InlineData("0x8009030D", "schannel-unknown-credentials")]
    [InlineData("0x8009030d", "schannel-unknown-credentials")]
    [InlineData("-2146893043", "schannel-unknown-credentials")]
    [InlineData("2148074253", "schannel-unknown-credentials")]
    [InlineData("SEC_E_UNKNOWN_CREDENTIALS (0x8009030D)", "schannel-unknown-credentials")]
    [InlineData("The error code returned from the cryptographic module is 0x80090326.", "schannel-illegal-message")]
    [InlineData("2023-01-11T16:00:04.300Z,EX01\\Default Frontend EX01,08DAF3EC62278462,3,10.10.10.10:25,203.0.113.40:50001,*,,TLS negotiation failed with error UnknownCredentials", "schannel-unknown-credentials")]
    // Alerts by number and name
    [InlineData("40", "alert-handshake-failure")]
    [InlineData("handshake_failure", "alert-handshake-failure")]
    [InlineData("received handshake_failure(40)", "alert-handshake-failure")]
    [InlineData("The TLS protocol defined fatal alert code is 48.", "alert-unknown-ca")]
    [InlineData("error:0A000410:SSL routines::sslv3 alert handshake failure:../ssl/record/rec_layer_s3.c:1586:SSL alert number 40", "alert-handshake-failure")]
    [InlineData("error:0A00042E:lib(20)::reason(1070)", "alert-protocol-version")]
    // SMTP replies
    [InlineData("454 4.7.0 TLS not available due to temporary reason", "smtp-454-tls-not-available")]
    [InlineData("451 5.7.3 STARTTLS is required to send mail", "exchange-starttls-required")]
    [InlineData("530 5.7.0 Must issue a STARTTLS command first", "smtp-530-must-issue-starttls")]
    [InlineData("421 4.4.2 Connection dropped due to SocketError", "exchange-socket-error")]
    [InlineData("403 4.7.0 TLS handshake failed.", "sendmail-handshake-failed")]
    [InlineData("4.7.0 TLS handshake failed", "sendmail-handshake-failed")]
    [InlineData("550 5.7.29 blocked", "smtp-4-7-29-gmail")]
    // Exchange
    [InlineData("[{LED=451 4.4.0 Primary target IP address responded with: \"421 4.4.2 Connection dropped due to SocketError.\" Attempted failover to alternate host, but that did not succeed.};{MSG=};{FQDN=mail.example.com};{IP=192.0.2.1};{LRT=11/1/2017 12:12:45 PM}]", "exchange-socket-error")]
    [InlineData("[{LED=450 4.7.320 Certificate validation failed [Message=SubjectMismatch] [LastAttemptedServerName=mail.contoso.com]};{MSG=SubjectMismatch}]", "exchange-subject-mismatch")]
    [InlineData("12014", "exchange-certificate-not-found")]
    [InlineData("Event ID: 12015", "exchange-internal-certificate-expired")]
    [InlineData("MSExchangeTransport 12016", "exchange-starttls-certificate-expired")]
    [InlineData("event 12017", "exchange-internal-certificate-expires-soon")]
    [InlineData("12018", "exchange-starttls-certificate-expires-soon")]
    [InlineData("A special Rpc error occurs on server EX01: These certificates are tagged with following Send Connectors : Internet.", "exchange-certificate-tagged")]
    [InlineData("454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found", "exchange-tls-certificate-name-not-found")]
    // OpenSSL, old and new codes
    [InlineData("error:0A0000C1:SSL routines::no shared cipher", "openssl-no-shared-cipher")]
    [InlineData("error:1408A0C1:SSL routines:ssl3_get_client_hello:no shared cipher:s3_srvr.c:1415:", "openssl-no-shared-cipher")]
    [InlineData("error:1408A0C1:lib(20):func(138):reason(193)", "openssl-no-shared-cipher")]
    [InlineData("verify error:num=20:unable to get local issuer certificate", "verify-unable-to-get-local-issuer")]
    // Other servers
    [InlineData("AF3B6480475: to=<a@b.example>, relay=b.example[192.0.2.7]:25, dsn=4.7.5, status=deferred (Cannot start TLS: handshake failure)", "postfix-handshake-failure")]
    [InlineData("dsn=4.7.4, status=deferred (TLS is required, but was not offered by host mail.example.com[192.0.2.1])", "postfix-tls-required-not-offered")]
    [InlineData("dsn=4.7.0, status=deferred (TLS is required, but host mail.example.com[192.0.2.1] refused to start TLS: 454 4.7.0 TLS not available due to local problem)", "postfix-tls-not-available-local")]
    [InlineData("TLS error on connection from localhost [127.0.0.1] (recv): A TLS fatal alert has been received: Certificate is bad", "alert-bad-certificate")]
    [InlineData("H=127.0.0.1 [127.0.0.1]:10001: a TLS session is required, but the server did not offer TLS support", "exim-tls-required-not-offered")]
    [InlineData("Wed Sep 14 09:49:01 2022 Info: ICID 824109 TLS failed", "esa-tls-failed")]
    [InlineData("STARTTLS=client, error: connect failed=0, SSL_error=5, errno=0, retry=-1", "sendmail-connect-failed")]
    // Sockets
    [InlineData("10054", "socket-connection-reset")]
    [InlineData("450 4.4.316 Connection refused [Message=Socket error code 10061]", "socket-connection-refused")]
    [InlineData("WSAETIMEDOUT", "socket-timed-out")]
    [InlineData("certificate-host-mismatch", "result-certificate-host-mismatch")]
    public void An_error_is_recognized(string text, string id) => Assert.Equal(id, ErrorResolver.Resolve(text).Id);

    [Theory]
    // Exchange and Exchange Online
    [InlineData("[{LED=451 4.4.397 Error communicating with target host. -> 421 4.4.2 Connection dropped due to TimedOut};{MSG=};{FQDN=mail.example.com};{IP=192.0.2.1}]", "exchange-dropped-timed-out")]
    [InlineData("451 4.4.0 Primary target IP address responded with: \"451 5.7.3 Cannot achieve Exchange Server authentication.\" Attempted failover to alternate host", "exchange-server-authentication")]
    [InlineData("The send connector requires Transport Layer Security (TLS) authentication, but is unable to establish TLS with the receiving server for the remote domain.", "exchange-send-connector-tls-failed")]
    [InlineData("550 5.7.64 TenantAttribution; Relay Access Denied", "exchange-online-tenant-attribution")]
    [InlineData("550 5.7.51 TenantInboundAttribution; There is a partner connector configured that matched the message's recipient domain. The connector had either the RestrictDomainsToIPAddresses or RestrictDomainsToCertificate set", "exchange-online-partner-connector")]
    [InlineData("550 5.4.8 MX hosts of 'example.com' failed MTA-STS validation", "exchange-online-sts-mx-mismatch")]
    [InlineData("550 5.7.5 Remote certificate failed MTA-STS validation", "exchange-online-sts-certificate")]
    [InlineData("421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support TLS 1.2.", "exchange-online-legacy-tls")]
    [InlineData("530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM", "exchange-online-not-authenticated")]
    // Windows
    [InlineData("Event 36882 The certificate received from the remote server was issued by an untrusted certificate authority.", "schannel-untrusted-root")]
    [InlineData("Currently, this server trusts so many certificate authorities that the list has grown too long.", "event-36885")]
    [InlineData("The following fatal alert was received: 40.", "alert-handshake-failure")]
    [InlineData("A fatal alert was generated and sent to the remote endpoint. The TLS protocol defined fatal error code is 70. The Windows SChannel error state is 105.", "alert-protocol-version")]
    // What wraps a reason steps back behind it
    [InlineData("STARTTLS=server, error: accept failed=-1, reason=sslv3 alert bad certificate, SSL_error=1, errno=0, retry=-1, relay=host [192.0.2.1]", "alert-bad-certificate")]
    [InlineData("STARTTLS=client, error: connect failed=-1, reason=dh key too small, SSL_error=1, errno=0, retry=-1", "openssl-dh-key-too-small")]
    [InlineData("Info: ICID 9134 TLS failed: (336109761, 'error:1408A0C1:SSL routines:ssl3_get_client_hello:no shared cipher')", "openssl-no-shared-cipher")]
    [InlineData("Untrusted TLS connection established to mx.example.com[192.0.2.1]:25: TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)", "postfix-untrusted-connection")]
    // Programs and their TLS libraries
    [InlineData("remote error: tls: handshake failure", "alert-handshake-failure")]
    [InlineData("TLS error from 'mx.example.com': Handshake failed: received fatal alert: UnknownCA", "alert-unknown-ca")]
    [InlineData("x509: certificate signed by unknown authority", "verify-unable-to-get-local-issuer")]
    [InlineData("x509: certificate is valid for *.example.net, not mail.example.com", "verify-hostname-mismatch")]
    [InlineData("tls: first record does not look like a TLS handshake", "openssl-wrong-version-number")]
    [InlineData("Hostname/IP does not match certificate's altnames: Host: mail.example.com. is not in the cert's altnames: DNS:*.example.net", "verify-hostname-mismatch")]
    [InlineData("DEPTH_ZERO_SELF_SIGNED_CERT", "verify-self-signed")]
    [InlineData("PKIX path building failed: unable to find valid certification path to requested target", "verify-unable-to-get-local-issuer")]
    [InlineData("No appropriate protocol (protocol is disabled or cipher suites are inappropriate)", "openssl-no-protocols-available")]
    [InlineData("STARTTLS extension not supported by server.", "program-starttls-not-supported")]
    [InlineData("Authentication failed because the remote party has closed the transport stream.", "openssl-unexpected-eof")]
    [InlineData("The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch", "verify-hostname-mismatch")]
    [InlineData("MailKit.Security.SslHandshakeException: An error occurred while attempting to establish an SSL or TLS connection.", "program-handshake-failed")]
    [InlineData("Warning: stream_socket_enable_crypto(): Peer certificate CN=`*.example.net' did not match expected CN=`mail.example.com'", "verify-hostname-mismatch")]
    [InlineData("javax.mail.MessagingException: Could not convert socket to TLS", "program-handshake-failed")]
    [InlineData("(gnutls_handshake): A TLS packet with unexpected length was received.", "openssl-unexpected-eof")]
    [InlineData("error:0A0000F4:SSL routines::unexpected message", "alert-unexpected-message")]
    [InlineData("450 4.7.1 Session encryption is required", "smtp-523-encryption-needed")]
    [InlineData("H=mx.example.com [192.0.2.1]: Remote host closed connection in response to EHLO mail.example.org", "smtp-4-4-2")]
    public void What_services_events_and_programs_say_is_recognized(string text, string id) => Assert.Equal(id, ErrorResolver.Resolve(text).Id);

    // ErrorTexts.tsv: text decides, whatever the reply code beside it; the innermost reason comes first.
    [Fact]
    public void What_programs_of_many_kinds_and_languages_write_is_told_from_what_is_not_TLS()
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(PowerShellEngine.RepositoryRoot, "tests", "SmtpTls.Tests", "Errors", "ErrorTexts.tsv"))
            .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))];

        string[] wrong = [.. rows.Select(row => (Right: row[0], Found: ErrorResolver.Resolve(row[1]).Id ?? "-", Text: row[1]))
            .Where(row => row.Right != row.Found).Select(row => $"{row.Found}, right {row.Right}: {row.Text}")];

        Assert.Empty(wrong);
        Assert.InRange(rows.Length, 150, 1000);
    }

    [Fact]
    public void What_wraps_a_reason_is_named_behind_it()
    {
        ErrorExplanation explanation = ErrorResolver.Resolve("450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail]");

        Assert.Equal("exchange-starttls-required", explanation.Id);
        Assert.Contains(explanation.Also, also => also.StartsWith("exchange-online-cannot-connect:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("C: AUTH PLAIN AGFkbWluAGh1bnRlcjI=\nS: 535 5.7.3 Authentication unsuccessful", "C: AUTH PLAIN ***\nS: 535 5.7.3 Authentication unsuccessful")]
    [InlineData("AUTH LOGIN\n334 VXNlcm5hbWU6\nYWRtaW4x\n334 UGFzc3dvcmQ6\naHVudGVyMjI=\n454 TLS not available", "AUTH LOGIN\n334 VXNlcm5hbWU6\n***\n334 UGFzc3dvcmQ6\n***\n454 TLS not available")]
    [InlineData("2026-01-01,EX,1,>,AUTH XOAUTH2 dXNlcj1hZG1pbgFhdXRoPUJlYXJlciB4AQE=,", "2026-01-01,EX,1,>,AUTH XOAUTH2 ***,")]
    [InlineData("Authorization: Bearer eyJhbGciOiJub25lIn0.e30. handshake_failure", "Authorization: Bearer *** handshake_failure")]
    [InlineData("password: \"hunter 2\" NoCredentials", "password: *** NoCredentials")]
    [InlineData("250-AUTH LOGIN PLAIN XOAUTH2 NTLM\n454 TLS not available", "250-AUTH LOGIN PLAIN XOAUTH2 NTLM\n454 TLS not available")]
    [InlineData("AUTH LOGIN command failed: handshake_failure", "AUTH LOGIN command failed: handshake_failure")]
    public void The_input_is_given_back_without_what_a_client_sends_in_AUTH(string text, string shown) => Assert.Equal(shown, ErrorResolver.Resolve(text).Input);

    [Fact]
    public void An_id_gives_its_entry() => Assert.Equal("alert-unknown-ca", ErrorResolver.Resolve("Alert-Unknown-CA").Id);

    [Fact]
    public void Advice_to_switch_TLS_off_says_what_that_means() => Assert.All(
        ErrorTable.All.SelectMany(entry => entry.Checks).Where(check => check.Command.Contains("Try_TLS", StringComparison.Ordinal) || check.Command.Contains("IgnoreSTARTTLS $true", StringComparison.Ordinal)),
        check => Assert.Contains("in the clear", check.Text, StringComparison.Ordinal));

    [Fact]
    public void An_explanation_is_whole()
    {
        ErrorExplanation explanation = ErrorResolver.Resolve("TLS negotiation failed with error UnknownCredentials");

        Assert.True(explanation.Known);
        Assert.Equal("UnknownCredentials", explanation.Matched);
        Assert.Contains("NETWORK SERVICE", explanation.Causes[0], StringComparison.Ordinal);
        Assert.Contains(explanation.Checks, check => check.Command.StartsWith("Restart-Service MSExchangeTransport", StringComparison.Ordinal));
        Assert.Equal(["exchange-tls-negotiation-failed: TLS negotiation failed with an error"], explanation.Also);
    }

    [Fact]
    public void An_alert_says_more_than_the_event_that_reports_it()
    {
        ErrorExplanation explanation = ErrorResolver.Resolve("Schannel event 36887: A fatal alert was received from the remote endpoint. The TLS protocol defined fatal alert code is 40.");

        Assert.Equal("alert-handshake-failure", explanation.Id);
        Assert.StartsWith("event-36887", Assert.Single(explanation.Also), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UnknownCredential", "schannel-unknown-credentials")]
    [InlineData("Connection dropped by SocketErrors", "exchange-socket-error")]
    [InlineData("0x80090399", null)]
    [InlineData("77777", null)]
    [InlineData("zebra", null)]
    [InlineData("relay=10.40.1.48[10.40.1.48]:25, delay=4.7.5.1", null)]
    public void What_no_entry_is_about_is_not_known_and_the_nearest_are_named(string text, string? nearest)
    {
        ErrorExplanation explanation = ErrorResolver.Resolve(text);

        Assert.False(explanation.Known);
        Assert.Equal("not known", explanation.Title);
        Assert.Null(explanation.Id);
        Assert.Null(explanation.Meaning);
        Assert.Empty(explanation.Causes);
        Assert.Empty(explanation.Checks);
        Assert.InRange(explanation.Nearest.Length, 0, 3);
        if (nearest is not null)
            Assert.StartsWith(nearest + ":", explanation.Nearest[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_near_to_what_shares_nothing() => Assert.Empty(ErrorResolver.Resolve("ĝĵŭ").Nearest);

    [Fact]
    public void A_word_that_sums_up_counts_only_where_the_text_says_nothing()
    {
        Assert.Equal("result-certificate-expired", ErrorResolver.Resolve("zebra", "certificate-expired").Id);
        Assert.Equal("alert-handshake-failure", ErrorResolver.Resolve("handshake_failure", "validation-failure").Id);
    }

    [Fact]
    public void A_huge_text_costs_no_more_than_its_beginning() =>
        Assert.Equal("schannel-no-credentials", ErrorResolver.Resolve("NoCredentials " + new string('x', 20_000_000)).Id);
}
