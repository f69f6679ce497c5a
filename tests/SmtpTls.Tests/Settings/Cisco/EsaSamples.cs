using System.Text;
using SmtpTls.Cisco;

namespace SmtpTls.Tests.Cisco;

/// <summary>Files in the forms that the user guide and the CLI reference show.</summary>
internal static class EsaSamples
{
    public static readonly DateTimeOffset Now = new(2030, 6, 15, 12, 0, 0, TimeSpan.Zero);

    public const string Destinations = """
        [DEFAULT]
        ip_sort_pref = PREFER_V6
        max_host_concurrency = 500
        limit_type = host
        limit_apply = VG
        table_tls = on
        bounce_validation = 0
        send_tls_req_alert = 1
        certificate = mx.example.com

        [partner.example]
        table_tls = require_verify
        bounce_profile = tls_failed
        limit_type = host

        [old.example]
        table_tls = 0

        [.sub.example]
        max_host_concurrency = 10
        """;

    public const string Hat = """
        # Host Access Table
        $ACCEPTED
            ACCEPT
        $SECURE
            ACCEPT {
                spam_check = "off"
                max_msgs_per_session = 5000
                use_sb = "off"
                tls = "required"
                tls_verify = "on"
            }
        $RELAYED
            RELAY {
                tls = "on"
                tls_exceptions = "partners"
                smtpauth_allow = "on"
                smtpauth_requiretls = "on"
                smtp_banner_text = "} not the end \" { yet"
            }
        $BLOCKED
            REJECT
        $SPARE
            ACCEPT {
                tls = "off"
            }
        RELAYLIST:
            10.0.0.0/8 (our own, really)
            .internal.example
                $RELAYED (relay)
        WHITELIST:
                $SECURE (My trusted senders have no anti-spam scanning or rate
        limiting)
        BLACKLIST:
            sbrs[-10.0:-3.0]
            2001:db8::
                $BLOCKED (Spammers are rejected)
        spamdomain.com
            REJECT (reject the domain "spamdomain.com")
        251.192.1.
            TCPREFUSE (TCPREFUSE the IP addresses in "251.192.1")
        169.254.10.10
            RELAY { tls = "required" }
        SUSPECTLIST:    $ACCEPTED
        ALL
            $ACCEPTED
        """;

    /// <summary>A saved configuration with these listeners, and with secrets around them.</summary>
    public static string Configuration(string listeners, string certificates = "", string ssl = "") => $"""
        <?xml version="1.0" encoding="ISO-8859-1"?>
        <!DOCTYPE config SYSTEM "config.dtd">
        <!--
          Product: Cisco C195 Secure Email Gateway
        -->
        <config>
          <hostname>esa.example.com</hostname>
          <users><user><username>admin</username><encpassword>$6$SECRET</encpassword></user></users>
          {certificates}
          <ssl>{ssl}</ssl>
          <listeners>
            {listeners}
          </listeners>
          <ldap><ldap_server><ldap_password>SECRET</ldap_password></ldap_server></ldap>
        </config>
        """;

    public static string Listener(string elements, string hat = "$ACCEPTED\n    ACCEPT {}\nALL\n    $ACCEPTED {}\n") => $"""
        <listener>
          <listener_name>InboundMail</listener_name>
          <protocol>SMTP</protocol>
          <port>25</port>
          <type>public</type>
          {elements}
          <rat><rat_entry><rat_address>example.com</rat_address><access>ACCEPT</access></rat_entry></rat>
          <hat>{hat}</hat>
        </listener>
        """;

    public static EsaFileContent Read(string text) => Read(Encoding.GetEncoding("ISO-8859-1").GetBytes(text));

    public static EsaFileContent Read(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        return EsaFile.Read(stream, "'file'");
    }

    public static IReadOnlyList<EsaTlsPolicy> Judge(string text, EsaTlsSetting? hatDefault = null) => [.. EsaJudge.Judge(Read(text), "file", hatDefault, Now)];

    public static string[] Ids(this EsaTlsPolicy policy) => [.. policy.Findings.Select(finding => finding.Id)];
}
