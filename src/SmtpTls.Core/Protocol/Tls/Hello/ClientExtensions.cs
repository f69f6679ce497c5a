using System.Text;

namespace SmtpTls.Tls.Hello;

/// <summary>Makes the extensions of a ClientHello.</summary>
internal static class ClientExtensions
{
    /// <summary>server_name with a host name in A-labels.</summary>
    public static HelloExtension ServerName(string host) => new(HelloExtension.ServerName,
        new WireWriter().Vector16(new WireWriter().Byte(0).Vector16(Encoding.ASCII.GetBytes(host)).ToArray()).ToArray());

    /// <summary>supported_groups.</summary>
    public static HelloExtension Groups(IReadOnlyCollection<int> groups) => new(HelloExtension.SupportedGroups, new WireWriter().Numbers16(groups).ToArray());

    /// <summary>ec_point_formats: uncompressed.</summary>
    public static HelloExtension PointFormats() => new(HelloExtension.PointFormats, [1, 0]);

    /// <summary>signature_algorithms.</summary>
    public static HelloExtension Signatures(IReadOnlyCollection<int> schemes) => new(HelloExtension.SignatureAlgorithms, new WireWriter().Numbers16(schemes).ToArray());

    /// <summary>supported_versions.</summary>
    public static HelloExtension Versions(params int[] versions) =>
        new(HelloExtension.SupportedVersions, new WireWriter().Vector8(new WireWriter().Numbers(versions).ToArray()).ToArray());

    /// <summary>key_share with public keys by group; empty to ask for a HelloRetryRequest.</summary>
    public static HelloExtension KeyShare(IEnumerable<(int Group, byte[] Key)> shares)
    {
        WireWriter list = new();
        foreach ((int group, byte[] key) in shares)
            list.UInt16(group).Vector16(key);
        return new(HelloExtension.KeyShare, new WireWriter().Vector16(list.ToArray()).ToArray());
    }

    /// <summary>psk_key_exchange_modes: psk_dhe_ke.</summary>
    public static HelloExtension PskModes() => new(HelloExtension.PskModes, [1, 1]);

    /// <summary>application_layer_protocol_negotiation.</summary>
    public static HelloExtension Alpn(params string[] protocols)
    {
        WireWriter list = new();
        foreach (string protocol in protocols)
            list.Vector8(Encoding.ASCII.GetBytes(protocol));
        return new(HelloExtension.Alpn, new WireWriter().Vector16(list.ToArray()).ToArray());
    }

    /// <summary>status_request for OCSP, from any responder.</summary>
    public static HelloExtension StatusRequest() => new(HelloExtension.StatusRequest, [1, 0, 0, 0, 0]);

    /// <summary>extended_master_secret.</summary>
    public static HelloExtension ExtendedMasterSecret() => new(HelloExtension.ExtendedMasterSecret, []);

    /// <summary>encrypt_then_mac.</summary>
    public static HelloExtension EncryptThenMac() => new(HelloExtension.EncryptThenMac, []);

    /// <summary>session_ticket; empty to ask for one.</summary>
    public static HelloExtension SessionTicket(byte[] ticket) => new(HelloExtension.SessionTicket, ticket);

    /// <summary>renegotiation_info with this side's verify_data; empty in a first handshake.</summary>
    public static HelloExtension RenegotiationInfo(byte[] verifyData) => new(HelloExtension.RenegotiationInfo, new WireWriter().Vector8(verifyData).ToArray());

    /// <summary>record_size_limit, 64 to 16385.</summary>
    public static HelloExtension RecordSizeLimit(int limit) => new(HelloExtension.RecordSizeLimit, new WireWriter().UInt16(limit).ToArray());

    /// <summary>compress_certificate with the algorithms of RFC 8879: zlib, brotli, zstd.</summary>
    public static HelloExtension CompressCertificate(params int[] algorithms) =>
        new(HelloExtension.CompressCertificate, new WireWriter().Vector8(new WireWriter().Numbers(algorithms).ToArray()).ToArray());

    /// <summary>heartbeat: peer_not_allowed_to_send. No heartbeat is ever sent.</summary>
    public static HelloExtension Heartbeat() => new(HelloExtension.Heartbeat, [2]);

    /// <summary>cookie, given back as the HelloRetryRequest brought it.</summary>
    public static HelloExtension Cookie(byte[] data) => new(HelloExtension.Cookie, data);

    /// <summary>padding of that many zero bytes.</summary>
    public static HelloExtension Padding(int length) => new(HelloExtension.Padding, new byte[length]);
}
