using System.Security.Cryptography;
using System.Text;

namespace SmtpTls.Tls.Hello;

/// <summary>The key schedule of TLS 1.3 (RFC 8446 section 7.1) for one connection, without early data.</summary>
internal sealed class Tls13Keys
{
    private readonly bool _sha384;
    private readonly byte[] _handshake;
    private byte[] _master = [];

    /// <summary>Begins with the shared secret of the key exchange.</summary>
    /// <param name="suite">The suite, which says the hash.</param>
    /// <param name="shared">The shared secret.</param>
    /// <param name="psk">The pre-shared key of a resumption; <see langword="null"/> for none.</param>
    public Tls13Keys(CipherSuite suite, byte[] shared, byte[]? psk = null)
    {
        _sha384 = suite.Hash == "SHA384";
        byte[] zero = new byte[HashLength];
        byte[] early = Extract(zero, psk ?? zero);
        _handshake = Extract(Derive(early, "derived", []), shared);
    }

    /// <summary>Bytes of the hash.</summary>
    public int HashLength => _sha384 ? 48 : 32;

    /// <summary>The secret of the client's handshake records.</summary>
    public byte[] ClientHandshake { get; private set; } = [];

    /// <summary>The secret of the server's handshake records.</summary>
    public byte[] ServerHandshake { get; private set; } = [];

    /// <summary>The secret of the client's records after the handshake.</summary>
    public byte[] ClientApplication { get; private set; } = [];

    /// <summary>The secret of the server's records after the handshake.</summary>
    public byte[] ServerApplication { get; private set; } = [];

    /// <summary>Goes on with the transcript up to ServerHello.</summary>
    public void AfterServerHello(byte[] transcript)
    {
        ClientHandshake = Derive(_handshake, "c hs traffic", transcript);
        ServerHandshake = Derive(_handshake, "s hs traffic", transcript);
        _master = Extract(Derive(_handshake, "derived", []), new byte[HashLength]);
    }

    /// <summary>Goes on with the transcript up to the server's Finished.</summary>
    public void AfterServerFinished(byte[] transcript)
    {
        ClientApplication = Derive(_master, "c ap traffic", transcript);
        ServerApplication = Derive(_master, "s ap traffic", transcript);
    }

    /// <summary>The verify_data of a Finished message (section 4.4.4).</summary>
    public byte[] VerifyData(byte[] secret, byte[] transcript) => Hmac(ExpandLabel(secret, "finished", [], HashLength), Hash(transcript));

    /// <summary>The pre-shared key of a ticket (section 4.6.1).</summary>
    /// <param name="transcript">Up to the client's Finished.</param>
    /// <param name="nonce">The ticket's nonce.</param>
    public byte[] ResumptionKey(byte[] transcript, byte[] nonce) =>
        ExpandLabel(Derive(_master, "res master", transcript), "resumption", nonce, HashLength);

    /// <summary>The binder of a pre-shared key of a ticket (section 4.2.11.2).</summary>
    /// <param name="suite">The suite of the session that brought the ticket.</param>
    /// <param name="psk">The key.</param>
    /// <param name="truncatedHello">The ClientHello up to the binders.</param>
    public static byte[] Binder(CipherSuite suite, byte[] psk, byte[] truncatedHello)
    {
        Tls13Keys keys = new(suite, [], psk);
        byte[] early = keys.Extract(new byte[keys.HashLength], psk);
        return keys.VerifyData(keys.Derive(early, "res binder", []), truncatedHello);
    }

    /// <summary>What stands in the transcript for the first ClientHello once a HelloRetryRequest has come (section 4.4.1).</summary>
    public static byte[] MessageHash(CipherSuite suite, byte[] clientHello)
    {
        byte[] hash = Hash(suite.Hash == "SHA384", clientHello);
        return [254, 0, 0, (byte)hash.Length, .. hash];
    }

    /// <summary>HKDF-Expand-Label (section 7.1).</summary>
    public byte[] ExpandLabel(byte[] secret, string label, byte[] context, int length)
    {
        byte[] info = new WireWriter().UInt16(length).Vector8(Encoding.ASCII.GetBytes("tls13 " + label)).Vector8(context).ToArray();
        List<byte> output = [];
        byte[] block = [];
        for (byte counter = 1; output.Count < length; counter++)
            output.AddRange(block = Hmac(secret, [.. block, .. info, counter]));
        return [.. output.Take(length)];
    }

    private byte[] Derive(byte[] secret, string label, byte[] transcript) => ExpandLabel(secret, label, Hash(transcript), HashLength);

    private byte[] Extract(byte[] salt, byte[] secret) => Hmac(salt, secret);

    private byte[] Hash(byte[] bytes) => Hash(_sha384, bytes);

    private static byte[] Hash(bool sha384, byte[] bytes)
    {
        using HashAlgorithm hash = sha384 ? SHA384.Create() : SHA256.Create();
        return hash.ComputeHash(bytes);
    }

    private byte[] Hmac(byte[] key, byte[] bytes)
    {
        using HMAC hmac = _sha384 ? new HMACSHA384(key) : new HMACSHA256(key);
        return hmac.ComputeHash(bytes);
    }
}
