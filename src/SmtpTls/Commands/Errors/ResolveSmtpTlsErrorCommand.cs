using System.Management.Automation;
using SmtpTls.Errors;
using SmtpTls.Input;

namespace SmtpTls.Commands;

/// <summary>Explains an error of SMTP over TLS: what it means, likely causes, what to check.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "SmtpTlsError", DefaultParameterSetName = InputSet)]
[OutputType(typeof(ErrorExplanation))]
public sealed class ResolveSmtpTlsErrorCommand : PSCmdlet
{
    private const string InputSet = "InputObject";
    private const string ListSet = "List";

    /// <summary>A log line, an error text, a code, the id of an entry, an error record, an event, or an object with an Error, LastError, Reason, Alert or Failure.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(ErrorIdCompleter))]
    public object[] InputObject { get; set; } = [];

    /// <summary>Gives all errors that are known.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ListSet)]
    public SwitchParameter List { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (List)
        {
            WriteObject(ErrorResolver.All, enumerateCollection: true);
            return;
        }

        foreach (object item in InputObject)
        {
            if (ErrorInput.Read(item) is not { } input)
                Fail(item);
            else if (input.Text.Trim().Length > 0)
                WriteObject(ErrorResolver.Resolve(input.Text, input.Word));
            else if (PSObject.AsPSObject(item).BaseObject is string)
                WriteVerbose("An empty line says nothing.");
            else
                WriteVerbose($"{PSObject.AsPSObject(item)} has no error.");
        }
    }

    private void Fail(object item) => WriteError(new ErrorRecord(
        new ArgumentException(
            $"{Quoted.Value(PSObject.AsPSObject(item).ToString())} is no error: give a text, a code, "
            + "or an object with Error, LastError, Reason, Alert, Failure or Message."),
        "NoError",
        ErrorCategory.InvalidArgument,
        item));
}
