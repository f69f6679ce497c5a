namespace SmtpTls.Cisco;

/// <summary>Reads an export of Destination Controls: sections <c>[DEFAULT]</c> and <c>[domain]</c> with lines <c>name = value</c>.</summary>
internal static class DestinationReader
{
    private const string DefaultSection = "DEFAULT";

    // Table "Destination Control Configuration File Parameters" of the user guide, and the parameters that later versions added.
    private static readonly HashSet<string> Parameters = new(StringComparer.OrdinalIgnoreCase)
    {
        "ip_sort_pref", "max_host_concurrency", "max_messages_per_connection", "recipient_minutes", "recipient_limit", "limit_type", "limit_apply",
        "bounce_validation", "table_tls", "dane_option", "bounce_profile", "send_tls_req_alert", "certificate",
    };

    /// <exception cref="EsaFileException">It has sections, but none with a parameter of Destination Controls.</exception>
    public static (DestinationControls Controls, IReadOnlyList<EsaFileException> Faults) Read(string text, string where)
    {
        List<EsaFileException> faults = [];
        List<DestinationEntry> entries = [];
        bool isKnown = false;
        int number = 0;
        using StringReader lines = new(text);
        while (lines.ReadLine() is { } raw)
        {
            number++;
            string line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or ';') continue;
            int equals = line.IndexOf('=');
            if (line[0] == '[' && line.IndexOf(']') is var end and > 1)
            {
                entries.Add(new DestinationEntry { Name = line.Substring(1, end - 1).Trim(), Line = number });
            }
            else if (equals > 0 && entries.Count > 0)
            {
                string name = line.Substring(0, equals).Trim();
                isKnown |= Parameters.Contains(name);
                entries[entries.Count - 1] = With(entries[entries.Count - 1], name, line.Substring(equals + 1).Trim());
            }
            else
            {
                // The line is not quoted: a file that was given by mistake may hold secrets.
                faults.Add(new EsaFileException(
                    "DestinationLineMalformed",
                    $"{where}, line {number} is neither a section such as [example.com] nor a parameter such as table_tls = required in a section."));
            }
        }

        if (!isKnown)
        {
            throw new EsaFileException(
                "NotDestinationControls",
                $"{where} has sections in brackets, but no parameter of Destination Controls (table_tls, max_host_concurrency and others) in them.");
        }

        entries.RemoveAll(entry => entry.Name.Length == 0);
        return (Split(entries), faults);
    }

    private static DestinationControls Split(List<DestinationEntry> entries)
    {
        int index = entries.FindIndex(IsDefault);
        return new DestinationControls
        {
            Default = index < 0 ? null : entries[index],
            Domains = [.. entries.Where((_, i) => i != index)],
        };
    }

    private static bool IsDefault(DestinationEntry entry) => string.Equals(entry.Name, DefaultSection, StringComparison.OrdinalIgnoreCase);

    // The form's word "Default" says the same as a parameter that is left out.
    private static DestinationEntry With(DestinationEntry entry, string name, string value)
    {
        if (value.Length == 0 || value.Equals("default", StringComparison.OrdinalIgnoreCase)) return entry;
        return name.ToUpperInvariant() switch
        {
            "TABLE_TLS" => entry with { Tls = value },
            "DANE_OPTION" => entry with { Dane = value },
            "CERTIFICATE" => entry with { Certificate = value },
            "SEND_TLS_REQ_ALERT" => entry with { Alert = value },
            _ => entry,
        };
    }
}
