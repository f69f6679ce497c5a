using System.Management.Automation;

namespace SmtpTls.Input;

/// <summary>Lets a parameter for a time zone take its id.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeZoneAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object input = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (input is not string id)
            return input;
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new ArgumentTransformationMetadataException($"{Quoted.Value(id)} is no time zone of this machine; (Get-TimeZone -ListAvailable).Id has them.", e);
        }
    }
}
