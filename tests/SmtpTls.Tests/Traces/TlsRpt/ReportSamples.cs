using System.IO.Compression;
using System.Text;
using SmtpTls.TlsRpt;

namespace SmtpTls.Tests.TlsRpt;

/// <summary>Reports in the shapes that senders give them, and ways to pack them.</summary>
internal static class ReportSamples
{
    /// <summary>As large senders write it: one line, one policy, no failures.</summary>
    public const string OneLine =
        """
        {"organization-name":"Example Mail Inc.","date-range":{"start-datetime":"2026-03-01T00:00:00Z","end-datetime":"2026-03-01T23:59:59Z"},"contact-info":"tls@mail.example","report-id":"2026-03-01T00:00:00Z_example.org","policies":[{"policy":{"policy-type":"sts","policy-string":["version: STSv1","mode: enforce","max_age: 86400","mx: mx.example.org"],"policy-domain":"example.org","mx-host":["mx.example.org"]},"summary":{"total-successful-session-count":48,"total-failure-session-count":0}}]}
        """;

    /// <summary>Two policies; the failures of one have all that RFC 8460 section 4.4 knows; mx-host is a text, as in its Appendix B.</summary>
    public const string Full =
        """
        {
          "organization-name": "Company-X",
          "date-range": { "start-datetime": "2026-04-01T00:00:00Z", "end-datetime": "2026-04-01T23:59:59Z" },
          "contact-info": "sts-reporting@company-x.example",
          "report-id": "5065427c-23d3-47ca-b6e0-946ea0e8c4be",
          "policies": [{
            "policy": {
              "policy-type": "sts",
              "policy-string": ["version: STSv1", "mode: testing", "mx: *.mail.company-y.example", "max_age: 86400"],
              "policy-domain": "company-y.example",
              "mx-host": "*.mail.company-y.example"
            },
            "summary": { "total-successful-session-count": 5326, "total-failure-session-count": 303 },
            "failure-details": [
              { "result-type": "certificate-expired", "sending-mta-ip": "2001:db8:abcd:12::1", "receiving-mx-hostname": "mx1.mail.company-y.example", "failed-session-count": 100 },
              { "result-type": "starttls-not-supported", "sending-mta-ip": "2001:db8:abcd:13::1", "receiving-mx-hostname": "mx2.mail.company-y.example",
                "receiving-mx-helo": "mx2", "receiving-ip": "203.0.113.56", "failed-session-count": 200, "additional-information": "https://reports.company-x.example/1" },
              { "result-type": "validation-failure", "sending-mta-ip": "198.51.100.62", "receiving-ip": "203.0.113.58",
                "receiving-mx-hostname": "mx-backup.mail.company-y.example", "failed-session-count": 3, "failure-reason-code": "X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED" }
            ]
          }, {
            "policy": { "policy-type": "tlsa", "policy-string": ["3 1 1 00ff"], "policy-domain": "company-y.example", "mx-host": ["mx1.company-y.example"] },
            "summary": { "total-successful-session-count": 7, "total-failure-session-count": 2 },
            "failure-details": [{ "result-type": "tlsa-invalid", "failed-session-count": 2 }]
          }]
        }
        """;

    /// <summary>As Mail.ru writes it: keys in alphabetical order, no counterpart for a policy that could not be fetched, a total that is no sum.</summary>
    public const string FetchError =
        """
        {
           "contact-info": "tls@mail.example",
           "date-range": { "end-datetime": "2026-02-23T00:00:00Z", "start-datetime": "2026-02-22T00:00:00Z" },
           "organization-name": "Mail.example",
           "policies": [{
              "failure-details": [
                 { "failed-session-count": 1, "failure-reason-code": "bad https response code: 404", "result-type": "sts-policy-fetch-error" },
                 { "failed-session-count": 1, "failure-reason-code": "bad https response code: 500", "result-type": "sts-policy-fetch-error" }
              ],
              "policy": { "policy-domain": "example.org", "policy-type": "sts" },
              "summary": { "total-failure-session-count": 1, "total-successful-session-count": 0 }
           }],
           "report-id": "c96d67df@mail.example"
        }
        """;

    /// <summary>A report with one policy out of parts.</summary>
    public static string Report(
        string policy = "\"policy-type\":\"sts\",\"policy-domain\":\"example.org\"",
        string summary = "\"total-successful-session-count\":1,\"total-failure-session-count\":0",
        string failures = "",
        string head = "\"organization-name\":\"Org\",\"report-id\":\"1\",\"date-range\":{\"start-datetime\":\"2026-01-01T00:00:00Z\",\"end-datetime\":\"2026-01-02T00:00:00Z\"}") =>
        $$"""{ {{head}}, "policies":[{"policy":{ {{policy}} },"summary":{ {{summary}} },"failure-details":[{{failures}}]}] }""";

    /// <summary>Reads text in JSON.</summary>
    public static TlsReportFileResult ReadText(string json) => new TlsReportFile(10 * 1024 * 1024).ReadText(json, TestContext.Current.CancellationToken);

    /// <summary>The entries of text that holds one good report.</summary>
    public static IReadOnlyList<TlsReportEntry> Entries(string json)
    {
        TlsReportFileResult result = ReadText(json);
        Assert.Empty(result.Errors);
        return Assert.Single(result.Reports).Entries;
    }

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
            gzip.Write(content);
        return packed.ToArray();
    }

    public static byte[] Gzip(string content) => Gzip(Encoding.UTF8.GetBytes(content));

    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using MemoryStream packed = new();
        using (ZipArchive archive = new(packed, ZipArchiveMode.Create))
        {
            foreach ((string name, byte[] content) in files)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return packed.ToArray();
    }

    /// <summary>A mail as senders make it: a text for people, then the report in base64.</summary>
    public static string Mail(string contentType, byte[] report, string fields = "TLS-Report-Domain: example.org\r\nTLS-Report-Submitter: mail.example\r\n") =>
        "From: <tls@mail.example>\r\nTo: <postmaster@example.org>\r\nSubject: Report Domain: example.org Submitter: mail.example Report-ID: <1@mail.example>\r\n" + fields
        + "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=\"tlsrpt\"; boundary=\"b1\"\r\n\r\n"
        + "--b1\r\nContent-Type: text/plain; charset=\"us-ascii\"\r\n\r\nThis is an aggregate TLS report.\r\n"
        + $"--b1\r\nContent-Type: {contentType}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"mail.example!example.org!1!2!001.json.gz\"\r\n\r\n"
        + Convert.ToBase64String(report, Base64FormattingOptions.InsertLineBreaks) + "\r\n--b1--\r\n";
}
