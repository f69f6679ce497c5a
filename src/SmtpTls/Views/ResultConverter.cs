using System.ComponentModel;
using System.Management.Automation;
using SmtpTls.Input;

namespace SmtpTls.Views;

/// <summary>What PowerShell asks to make a deserialized result a result again (SmtpTls.types.ps1xml names it for each type).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ResultConverter : PSTypeConverter
{
    /// <summary>One property of a result that stayed a bag of properties, as the type that it had.</summary>
    /// <param name="instance">The deserialized result.</param>
    /// <param name="property">The property's name.</param>
    public static object? ReadProperty(PSObject instance, string property) => DeserializedResult.ReadProperty(instance, property);

    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        sourceValue is PSObject source && DeserializedResult.TypeOf(source) is not null;

    /// <inheritdoc/>
    /// <exception cref="InvalidCastException">The object did not arrive whole; PowerShell then leaves it as it is.</exception>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        try
        {
            return DeserializedResult.Read((PSObject)sourceValue);
        }
        catch (FormatException e)
        {
            throw new InvalidCastException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new InvalidCastException();
}
