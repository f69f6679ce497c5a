using System.Collections;
using System.Management.Automation;
using SmtpTls.Commands;

namespace SmtpTls.Input;

/// <summary>
/// Lets a parameter for listeners take what names one that runs in this session: its deserialized object (as from implicit remoting), its
/// address and port, or its port alone.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RunningListenerAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object input = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return input is not string and not PSCustomObject and IEnumerable many
            ? many.Cast<object>().Select(Find).ToArray()
            : new[] { Find(inputData) };
    }

    private static SmtpTlsListener Find(object item)
    {
        PSObject input = PSObject.AsPSObject(item ?? "");
        if (input.BaseObject is SmtpTlsListener listener)
            return listener;
        string key = (input.Properties["Id"]?.Value ?? input.BaseObject).ToString()!;
        return RunningListeners.Here.Find(key) ?? throw new ArgumentTransformationMetadataException(
            $"No listener {Quoted.Value(key)} runs in this session; give what Start-SmtpTlsListener returned, or its address and port such as 127.0.0.1:2525.");
    }
}
