using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmtpTls.Reports;

/// <summary>
/// Writes a result as one line of JSON (docs/objects.md): enums as words, times in ISO 8601, nothing where a value is not known, and each
/// certificate once, in a table by SHA-256 at the end.
/// </summary>
internal sealed class ResultJsonWriter
{
    /// <summary>The version of the form. A reader refuses a higher one.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The first property: the version of the form.</summary>
    public const string VersionProperty = "SchemaVersion";

    /// <summary>The second property: the name of the result's type, without namespace.</summary>
    public const string TypeProperty = "ResultType";

    /// <summary>The last property: the certificates that the result refers to, by SHA-256.</summary>
    public const string CertificatesProperty = "CertificateTable";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly bool _withPem;
    private readonly bool _withTranscript;
    private readonly Dictionary<string, CertificateInfo> _certificates = [];
    private readonly Utf8JsonWriter _json;

    private ResultJsonWriter(Utf8JsonWriter json, bool withPem, bool withTranscript) =>
        (_json, _withPem, _withTranscript) = (json, withPem, withTranscript);

    /// <summary>One line of JSON.</summary>
    /// <param name="result">An object of one of <see cref="ResultTypes.Objects"/>.</param>
    /// <param name="withPem">Whether certificates are written in full, too.</param>
    /// <param name="withTranscript">Whether the dialogue is written, too.</param>
    public static string Write(object result, bool withPem = false, bool withTranscript = true)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, Options)) new ResultJsonWriter(json, withPem, withTranscript).WriteDocument(result);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private void WriteDocument(object result)
    {
        _json.WriteStartObject();
        _json.WriteNumber(VersionProperty, SchemaVersion);
        _json.WriteString(TypeProperty, result.GetType().Name);
        WriteProperties(result);
        if (_certificates.Count > 0) WriteCertificates();
        _json.WriteEndObject();
    }

    private void WriteCertificates()
    {
        _json.WriteStartObject(CertificatesProperty);
        foreach (KeyValuePair<string, CertificateInfo> certificate in _certificates)
        {
            _json.WriteStartObject(certificate.Key);
            WriteProperties(certificate.Value);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
    }

    private void WriteProperties(object result)
    {
        ResultShape shape = ResultShape.Of(result.GetType());
        foreach (StoredProperty property in shape.Stored)
        {
            if (property.Get(result) is { } value && IsWritten(property, result)) WriteProperty(property.Name, value);
        }

        foreach (PropertyInfo property in shape.ComputedScalars)
        {
            if (property.GetValue(result) is { } value) WriteProperty(property.Name, value);
        }
    }

    // The table's key is the certificate's SHA-256.
    private bool IsWritten(StoredProperty property, object result) =>
        property.Type != typeof(X509Certificate2)
        && (_withPem || property.Name != nameof(CertificateInfo.Pem))
        && (_withTranscript || property.ItemType != typeof(TranscriptLine))
        && !(_certificates.Count > 0 && result is CertificateInfo && property.Name == nameof(CertificateInfo.Sha256));

    private void WriteProperty(string name, object value)
    {
        _json.WritePropertyName(name);
        WriteValue(value);
    }

    private void WriteValue(object value)
    {
        switch (value)
        {
            case string text:
                _json.WriteStringValue(text);
                break;
            case bool flag:
                _json.WriteBooleanValue(flag);
                break;
            case double number:
                _json.WriteNumberValue(number);
                break;
            case DateTimeOffset time:
                _json.WriteStringValue(ResultText.Of(time));
                break;
            case TimeSpan duration:
                _json.WriteStringValue(ResultText.Of(duration));
                break;
            case Enum member:
                _json.WriteStringValue(member.ToString());
                break;
            case CertificateInfo certificate:
                _certificates[certificate.Sha256] = certificate;
                _json.WriteStringValue(certificate.Sha256);
                break;
            case IDictionary pairs:
                _json.WriteStartObject();
                foreach (DictionaryEntry pair in pairs) WriteProperty(pair.Key.ToString()!, pair.Value!);
                _json.WriteEndObject();
                break;
            case IEnumerable items:
                _json.WriteStartArray();
                foreach (object item in items) WriteValue(item);
                _json.WriteEndArray();
                break;
            case IConvertible number:
                _json.WriteNumberValue(number.ToInt64(CultureInfo.InvariantCulture));
                break;
            default:
                _json.WriteStartObject();
                WriteProperties(value);
                _json.WriteEndObject();
                break;
        }
    }
}
