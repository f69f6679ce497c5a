using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Net.Sockets;
using SmtpTls.Dns;
using SmtpTls.Input;
using SmtpTls.Testing;

namespace SmtpTls.Commands;

/// <summary>What the cmdlets that connect to mail servers share: how to look up, greet and wait.</summary>
public abstract class ConnectingCmdlet : AsyncCmdlet
{
    private TestProgress? _progress;

    /// <summary>The name for EHLO: a domain or an address literal. This machine's full name, or else its address, when none is given.</summary>
    [Parameter]
    public string? HeloName { get; set; }

    /// <summary>The versions to offer; those of whatever makes the handshake when none is given.</summary>
    [Parameter]
    public SslProtocolVersion[] Protocol { get; set; } = [];

    /// <summary>DNS servers to ask, as address or address:port; those of the system when none is given.</summary>
    [Parameter]
    public string[] DnsServer { get; set; } = [];

    /// <summary>Which addresses of a server to use.</summary>
    [Parameter]
    public IpFamily AddressFamily { get; set; }

    /// <summary>How many to do at once, 1 to 1024.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>Time limit of each step in seconds, 1 to 3600. 45 is longer than the greet delays that servers in the field use.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = (int)ProbeOptions.DefaultTimeout.TotalSeconds;

    /// <summary>The address family of -AddressFamily.</summary>
    private protected AddressFamily Family => AddressFamily switch
    {
        IpFamily.IPv4 => System.Net.Sockets.AddressFamily.InterNetwork,
        IpFamily.IPv6 => System.Net.Sockets.AddressFamily.InterNetworkV6,
        _ => System.Net.Sockets.AddressFamily.Unspecified,
    };

    /// <summary>The name for EHLO; <see langword="null"/> for the connection's own address.</summary>
    private protected string? HelloName() =>
        HeloName is null ? Smtp.HeloName.OfThisMachine() : Argument(nameof(HeloName), HeloName, Smtp.HeloName.Parse);

    /// <summary>The versions of -Protocol. SSL 2 is a protocol of its own, which no engine here makes a handshake with.</summary>
    private protected IReadOnlyList<SslProtocolVersion> Versions()
    {
        if (Protocol.Contains(SslProtocolVersion.Ssl2))
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException(
                    "No handshake can be made with SSL 2 here; give versions from Ssl3 to Tls13. Get-SmtpTlsOffer shows whether a server answers SSL 2.", nameof(Protocol)),
                "InvalidProtocol", ErrorCategory.InvalidArgument, SslProtocolVersion.Ssl2));
        }
        return Protocol;
    }

    /// <summary>The resolver of -DnsServer.</summary>
    private protected DnsClientResolver Resolver() => new(Complete(new DnsResolverOptions
    {
        NameServers = [.. DnsServer.Select(server => Argument(nameof(DnsServer), server, NameServerAddress.Parse))],
        Timeout = DnsResolverOptions.TimeoutWithin(TimeSpan.FromSeconds(TimeoutSec)),
    }));

    /// <summary>What a cmdlet adds to how names are looked up.</summary>
    private protected virtual DnsResolverOptions Complete(DnsResolverOptions options) => options;

    private TestProgress Progress => _progress ??= new TestProgress(this, MyInvocation.MyCommand.Name);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        FinishWork();
        Progress.Complete();
    }

    /// <inheritdoc/>
    protected override void WhileWaiting() => Progress.Show();

    /// <summary>
    /// Starts work on a target, as soon as fewer than -ThrottleLimit are under way, and shows it as progress. Each result is written when it is
    /// ready, after those before it. A fault is an error about the target; the other targets go on.
    /// </summary>
    /// <param name="target">The target as the user named it.</param>
    /// <param name="errorId">The id of the error when the work fails.</param>
    /// <param name="begin">Begins the work and gives what will come of it, in order.</param>
    /// <param name="write">Writes a result. Called on the pipeline thread.</param>
    /// <param name="end">Called on the pipeline thread when there are no more results; <see langword="null"/> for nothing.</param>
    [SuppressMessage("Design", "CA1031", Justification = "A fault in one target is told as an error about it; the others go on.")]
    private protected void StartTarget<T>(
        string target, string errorId, Func<CancellationToken, Task<IReadOnlyList<Task<T>>>> begin, Action<T> write, Action? end = null)
    {
        Progress.Started(target);
        StartWork(ThrottleLimit, async token =>
        {
            try
            {
                IReadOnlyList<Task<T>> results = await begin(token).ConfigureAwait(false);
                foreach (Task<T> result in results)
                {
                    T ready = await result.ConfigureAwait(false);
                    await PostAsync(() => Guarded(() => write(ready))).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (!token.IsCancellationRequested)
            {
                ErrorRecord error = new(e, errorId, ErrorCategory.NotSpecified, target);
                await PostAsync(() => Guarded(() => WriteError(error))).ConfigureAwait(false);
            }
            await PostAsync(() => Guarded(() =>
            {
                end?.Invoke();
                Progress.Finished();
            })).ConfigureAwait(false);
        });
    }

    /// <summary>The same for work that gives one result.</summary>
    private protected void StartTarget<T>(string target, string errorId, Func<CancellationToken, Task<T>> work, Action<T> write) =>
        StartTarget(target, errorId, token => Task.FromResult<IReadOnlyList<Task<T>>>([work(token)]), write);

    // -ErrorAction Stop and a later command that has enough end the command here: the display must not outlive it.
    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch
        {
            Progress.Complete();
            throw;
        }
    }

    /// <summary>Reads an argument; one that cannot be read ends the command.</summary>
    private protected T Argument<T>(string parameter, string text, Func<string, T> parse)
    {
        try
        {
            return parse(text);
        }
        catch (FormatException e)
        {
            ThrowTerminatingError(new ErrorRecord(new PSArgumentException(e.Message, parameter), $"Invalid{parameter}", ErrorCategory.InvalidArgument, text));
            throw;
        }
    }
}
