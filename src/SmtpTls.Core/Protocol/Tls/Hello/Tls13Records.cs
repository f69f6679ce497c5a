using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace SmtpTls.Tls.Hello;

/// <summary>Record protection of TLS 1.3 in one direction (RFC 8446 section 5.2).</summary>
internal sealed class Tls13Records
{
    private readonly Func<IAeadCipher> _cipher;
    private readonly KeyParameter _key;
    private readonly byte[] _iv;
    private readonly int _tagBits;
    private ulong _sequence;

    private Tls13Records(Func<IAeadCipher> cipher, byte[] key, byte[] iv, int tagBits)
    {
        _cipher = cipher;
        _key = new KeyParameter(key);
        _iv = iv;
        _tagBits = tagBits;
    }

    /// <summary>For a traffic secret.</summary>
    public static Tls13Records Create(CipherSuite suite, Tls13Keys keys, byte[] secret)
    {
        byte[] key = keys.ExpandLabel(secret, "key", [], suite.Strength / 8);
        byte[] iv = keys.ExpandLabel(secret, "iv", [], 12);
        return new Tls13Records(CipherOf(suite.Encryption)!, key, iv, suite.Encryption.EndsWith("CCM_8", StringComparison.Ordinal) ? 64 : 128);
    }

    /// <summary>Whether records of a suite can be read here; others (SM4, AEGIS, hash only) are observed up to ServerHello.</summary>
    public static bool Knows(CipherSuite suite) => suite.MinProtocol == SslProtocolVersion.Tls13 && CipherOf(suite.Encryption) is not null;

    /// <summary>Opens a record.</summary>
    /// <exception cref="HelloFormatException">It was not made with these keys.</exception>
    public (int Type, byte[] Content)? Open(byte[] header, byte[] fragment)
    {
        if (header[0] != TlsRecords.ApplicationData)
            return null;
        byte[] inner = Process(false, header, fragment);
        int end = inner.Length - 1;
        while (end >= 0 && inner[end] == 0)
            end--;
        return end < 0 ? throw new HelloFormatException("An encrypted record holds nothing.") : (inner[end], inner.AsSpan(0, end).ToArray());
    }

    /// <summary>Makes a record.</summary>
    public byte[] Seal(int type, byte[] content)
    {
        byte[] inner = [.. content, (byte)type];
        byte[] header = new WireWriter().Byte(TlsRecords.ApplicationData).UInt16(0x0303).UInt16(inner.Length + _tagBits / 8).ToArray();
        return [.. header, .. Process(true, header, inner)];
    }

    private static Func<IAeadCipher>? CipherOf(string encryption) => encryption switch
    {
        "AES_128_GCM" or "AES_256_GCM" => () => new GcmBlockCipher(new AesEngine()),
        "CHACHA20_POLY1305" => () => new Org.BouncyCastle.Crypto.Modes.ChaCha20Poly1305(),
        "AES_128_CCM" or "AES_128_CCM_8" => () => new CcmBlockCipher(new AesEngine()),
        _ => null,
    };

    private byte[] Process(bool forEncryption, byte[] header, byte[] input)
    {
        byte[] nonce = [.. _iv];
        for (int i = 0; i < 8; i++)
            nonce[nonce.Length - 1 - i] ^= (byte)(_sequence >> (8 * i));
        _sequence++;
        try
        {
            IAeadCipher cipher = _cipher();
            cipher.Init(forEncryption, new AeadParameters(_key, _tagBits, nonce, header));
            byte[] output = new byte[cipher.GetOutputSize(input.Length)];
            int length = cipher.ProcessBytes(input, 0, input.Length, output, 0);
            length += cipher.DoFinal(output, length);
            return output.AsSpan(0, length).ToArray();
        }
        catch (Exception e) when (e is CryptoException or ArgumentException)
        {
            throw new HelloFormatException("An encrypted record was not made with the keys of this connection.");
        }
    }
}
