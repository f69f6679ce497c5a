namespace SmtpTls.Dns.Validation;

/// <summary>The types that a name has (RFC 4034 section 4.1.2).</summary>
internal sealed class TypeBitmap(byte[] data, int start)
{
    /// <summary>Whether the name has records of a type.</summary>
    public bool Has(int type)
    {
        for (int at = start; at + 2 <= data.Length;)
        {
            int window = data[at], length = data[at + 1];
            at += 2;
            if (at + length > data.Length)
            {
                return false;
            }

            int index = (type & 0xFF) >> 3;
            if (window == type >> 8)
            {
                return index < length && (data[at + index] & (0x80 >> (type & 7))) != 0;
            }

            at += length;
        }

        return false;
    }
}
