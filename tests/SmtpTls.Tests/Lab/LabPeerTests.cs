namespace SmtpTls.Tests.Lab;

/// <summary>The lab itself: what openssl and posttls-finger say of each server is what certificates.json promises.</summary>
public sealed class LabPeerTests
{
    public static TheoryData<string> Servers => [.. LabDescription.Known.Where(one => one.StartTls != StartTlsOffer.None).Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Openssl_and_posttls_finger_agree_with_the_case(string name)
    {
        LabDescription lab = LabDescription.Require();
        LabServer server = lab.Server(name);
        CertificateCase expected = lab.Certificates[server.Certificates[0]];

        PeerVerdict openssl = await Peer.OpenSslAsync(lab, server);
        Assert.True(openssl.Protocol == server.Protocols[^1], openssl.Output);
        Assert.True(openssl.Chain == expected.Valid, openssl.Output);
        Assert.True(openssl.Name == expected.NameMatch, openssl.Output);
        if (server.Cipher is not null)
            Assert.Equal(server.Cipher, openssl.CipherSuite);

        if (!Peer.CanPosttlsFinger(server))
            return;
        PeerVerdict finger = await Peer.PosttlsFingerAsync(lab, server);
        Assert.True(finger.Protocol == openssl.Protocol, finger.Output);
        Assert.True(finger.CipherSuite == openssl.CipherSuite, finger.Output);
        Assert.True(finger.Chain == expected.Valid, finger.Output);
        Assert.True(finger.Name is null || finger.Name == expected.NameMatch, finger.Output);
    }
}
