using System.Text;
using System.Xml;

namespace SmtpTls.Cisco;

/// <summary>
/// Reads a saved configuration (XML, ISO-8859-1, with a DOCTYPE that is never fetched). Only the elements named here are ever read into
/// memory; passwords, hashes and private keys stand in others.
/// </summary>
/// <param name="where">The file, for messages.</param>
internal sealed class EsaXmlReader(string where)
{
    private const long MaxCharacters = 512L * 1024 * 1024;
    private const int MaxDepth = 100;
    private const int MaxTextLength = 32 * 1024 * 1024;
    private const string Root = "config";
    private const string Listeners = "listeners";
    private const string ListenerElement = "listener";
    private const string Hat = "hat";
    private const string DefaultPrefix = "hat_default_";
    private const string InboundMethod = "ssl_inbound_method";
    private const string InboundCiphers = "ssl_inbound_ciphers";
    private const string CertificateName = "certificate_name";
    private const string NoDestinations = "Destination Controls are not read from a saved configuration, because Cisco does not publish how they stand "
        + "there. Export them (Mail Policies > Destination Controls > Export Table, or destconfig > export) and give that file, too.";

    private static readonly HashSet<string> WantedOfListener =
    [
        "listener_name", "type", "port", "interface_name", CertificateName, Hat,
        "hat_default_tls", "hat_default_tls_verify", "hat_default_tls_exceptions", "hat_default_smtpauth_allow", "hat_default_smtpauth_requiretls",
    ];

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        MaxCharactersInDocument = MaxCharacters,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private readonly List<Frame> _path = [];
    private readonly List<Dictionary<string, StringBuilder>> _listeners = [];
    private readonly List<EsaCertificate> _certificates = [];
    private readonly List<EsaFileException> _faults = [];
    private readonly Dictionary<string, StringBuilder> _ssl = [];
    private bool _hasListeners;

    /// <exception cref="EsaFileException">It is no such configuration.</exception>
    public EsaFileContent Read(Stream stream)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(stream, Settings);
            while (reader.Read()) ReadNode(reader);
        }
        catch (XmlException e)
        {
            // What the parser says may quote the file.
            throw new EsaFileException(nameof(FileFault.FileDamaged), $"{where} is no well-formed XML: see line {e.LineNumber}, position {e.LinePosition}.");
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw new EsaFileException(nameof(FileFault.FileDamaged), $"{where} is no XML that can be read: its encoding is not known or does not fit.");
        }

        CloseDownTo(0);
        EsaListener[] listeners = [.. _listeners.Select(Listener)];
        return new EsaFileContent
        {
            Listeners = listeners,
            Ssl = new EsaSslSettings { InboundMethod = Value(_ssl, InboundMethod), InboundCiphers = Value(_ssl, InboundCiphers) },
            Missing = [.. Missing(), NoDestinations],
            Faults = _faults,
        };
    }

    private IEnumerable<string> Missing() => (_hasListeners, _listeners.Count) switch
    {
        (false, _) => ["It has no <listeners>: this is a part of a configuration, or that of another appliance."],
        (true, 0) => ["It has no listener."],
        _ => [],
    };

    private void ReadNode(XmlReader reader)
    {
        if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
        {
            CloseDownTo(reader.Depth);
            ReadText(reader);
        }
        else if (reader.NodeType == XmlNodeType.Element)
        {
            CloseDownTo(reader.Depth);
            Open(reader);
        }
    }

    private void Open(XmlReader reader)
    {
        if (reader.Depth == 0 && reader.LocalName != Root)
            throw new EsaFileException("NotAnEsaConfiguration", $"{where} is XML, but no configuration of a Cisco appliance: its root is not <{Root}>.");
        if (reader.Depth > MaxDepth)
            throw new EsaFileException("XmlTooDeep", $"{where} has elements nested more than {MaxDepth} deep, which no configuration has.");
        _path.Add(new Frame(reader.LocalName));
        _hasListeners |= IsAt(Root, Listeners);
        if (IsAt(Root, Listeners, ListenerElement)) _listeners.Add([]);
    }

    private void ReadText(XmlReader reader)
    {
        if (_path.Count < 2) return;
        string name = _path[_path.Count - 1].Name;
        Frame parent = _path[_path.Count - 2];
        if (IsAt(Root, Listeners, ListenerElement, name) && WantedOfListener.Contains(name)) Append(_listeners[_listeners.Count - 1], name, reader);
        else if (name is InboundMethod or InboundCiphers && IsAt(Root, "ssl", name)) Append(_ssl, name, reader);
        else if (name == CertificateName) parent.CertificateName = reader.Value.Trim();
        else if (name == "certificate") Append(parent.Pem ??= new StringBuilder(), reader);
    }

    private void Append(Dictionary<string, StringBuilder> values, string name, XmlReader reader)
    {
        if (!values.TryGetValue(name, out StringBuilder? value)) values[name] = value = new StringBuilder();
        Append(value, reader);
    }

    private void Append(StringBuilder value, XmlReader reader)
    {
        value.Append(reader.Value);
        if (value.Length > MaxTextLength)
            throw new EsaFileException("XmlTooLarge", $"{where} has an element of more than {MaxTextLength} characters, which no configuration has.");
    }

    private bool IsAt(params string[] names)
    {
        if (_path.Count != names.Length) return false;
        for (int i = 0; i < names.Length; i++)
        {
            if (_path[i].Name != names[i]) return false;
        }

        return true;
    }

    private void CloseDownTo(int depth)
    {
        for (; _path.Count > depth; _path.RemoveAt(_path.Count - 1))
        {
            Frame frame = _path[_path.Count - 1];
            if (frame.Pem is { } pem && EsaCertificateReader.Read(frame.CertificateName ?? frame.Name, pem.ToString()) is { } certificate)
                _certificates.Add(certificate);
        }
    }

    private EsaListener Listener(Dictionary<string, StringBuilder> values)
    {
        string name = Value(values, "listener_name") ?? "(no name)";
        string? certificate = Value(values, CertificateName);
        return new EsaListener
        {
            Name = name,
            Type = Value(values, "type"),
            Interface = Value(values, "interface_name"),
            Port = Value(values, "port"),
            CertificateName = certificate,
            Certificate = _certificates.FirstOrDefault(held => string.Equals(held.Name, certificate, StringComparison.OrdinalIgnoreCase)),
            HostAccessTable = Value(values, Hat) is { } text ? Table(text, name, values) : null,
        };
    }

    private HostAccessTable Table(string text, string listener, Dictionary<string, StringBuilder> values)
    {
        string place = $"{where}, Host Access Table of listener {Quoted.Value(listener)}";
        (HostAccessTable table, IReadOnlyList<EsaFileException> faults) = HatReader.Read(text, place);
        _faults.AddRange(faults);
        return table with { Defaults = HatParameters.Read(parameter => Value(values, DefaultPrefix + parameter)) };
    }

    private static string? Value(Dictionary<string, StringBuilder> values, string name) =>
        values.TryGetValue(name, out StringBuilder? value) && value.ToString().Trim() is { Length: > 0 } trimmed ? trimmed : null;

    /// <summary>An element that is open, and what its children told of a certificate.</summary>
    private sealed class Frame(string name)
    {
        public string Name => name;

        public string? CertificateName { get; set; }

        public StringBuilder? Pem { get; set; }
    }
}
