namespace SmtpTls.Cisco;

/// <summary>Where the rules are documented.</summary>
internal static class EsaSources
{
    private const string Guide = "https://www.cisco.com/c/en/us/td/docs/security/esa/esa14-0/user_guide/b_ESA_Admin_Guide_14-0/b_ESA_Admin_Guide_12_1_chapter_";
    private const string Notes = "https://www.cisco.com/c/en/us/support/docs/security/email-security-appliance/";

    public const string Encryption = "AsyncOS user guide, Encrypting Communication with Other MTAs: " + Guide + "011001.html";
    public const string HostAccessTable =
        "AsyncOS user guide, Defining Which Hosts Are Allowed to Connect Using the Host Access Table (HAT): " + Guide + "0110.html";
    public const string Destinations = "AsyncOS user guide, Configuring Routing and Delivery Features, Destination Control Configuration File Parameters";
    public const string TlsSettings = "Cisco 118955, Control TLS Negotiation on Delivery on the ESA: " + Notes + "118955-Control-TLS-Negotiation-ESA-00.html";
    public const string Verification =
        "Cisco 200537, What is the algorithm for certificate verification: " + Notes + "200537-What-is-the-algorithm-for-certificate-ve.html";
    public const string Dane = "RFC 7672; Cisco 215124, Best Practice Guide for Bounce Verification, Destination Controls and DANE: "
        + Notes + "215124-best-practice-guide-for-bounce-verificat.html";
    public const string StartTls = "RFC 3207";
    public const string Auth = "RFC 4954 section 4";
    public const string OldSsl = "RFC 7568, RFC 6176";
    public const string OldTls = "RFC 8996";
    public const string Validity = "RFC 5280 section 4.1.2.5";
}
