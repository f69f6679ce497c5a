using System.Diagnostics;
using SmtpTls.Tls;

namespace SmtpTls.Smtp;

/// <summary>
/// The way from nothing to the point where TLS begins: connection, greeting, EHLO, STARTTLS, and a look at what the server sent too early.
/// Whatever the server does is in <see cref="Facts"/>. Then the handshake, or raw bytes, or a dialogue in the clear; and a polite end.
/// </summary>
internal sealed class SmtpOpening : IDisposable
{
    private readonly OpeningOptions _options;
    private readonly TranscriptRecorder _transcript;
    private readonly IOpeningObserver? _observer;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<OpeningExchange> _exchanges = [];
    private SmtpConnection? _connection;
    private bool _inDialogue;

    private SmtpOpening(OpeningOptions options, TranscriptRecorder transcript, IOpeningObserver? observer)
    {
        _options = options;
        _transcript = transcript;
        _observer = observer;
    }

    /// <summary>What was seen.</summary>
    public OpeningFacts Facts { get; private set; } = OpeningFacts.Nothing;

    /// <summary>Each step with its reply and its time.</summary>
    public IReadOnlyList<OpeningExchange> Exchanges => _exchanges;

    /// <summary>Whether the TLS handshake can begin.</summary>
    public bool IsReadyForTls => Facts.Outcome == OpeningOutcome.Ready && (_options.ImplicitTls || Facts.TakesStartTls);

    /// <summary>The connection.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public SmtpConnection Connection => _connection ?? throw new InvalidOperationException("There is no connection.");

    /// <summary>Opens. Never throws for what a server does.</summary>
    /// <param name="options">Where and how far.</param>
    /// <param name="transcript">Takes down the dialogue.</param>
    /// <param name="observer">Is told of each step.</param>
    /// <param name="cancellationToken">Ends the opening, and closes the connection.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<SmtpOpening> OpenAsync(
        OpeningOptions options, TranscriptRecorder transcript, IOpeningObserver? observer, CancellationToken cancellationToken)
    {
        SmtpOpening opening = new(options, transcript, observer);
        try
        {
            await opening.RunAsync(cancellationToken).ConfigureAwait(false);
            return opening;
        }
        catch
        {
            opening.Dispose();
            throw;
        }
    }

    /// <summary>Makes the TLS handshake; when it succeeds, the dialogue goes on inside.</summary>
    /// <exception cref="SmtpDialogueException">The time limit ran out.</exception>
    public async Task<TlsHandshake> AuthenticateAsync(ITlsEngine engine, TlsClientOptions offer, CancellationToken cancellationToken)
    {
        _inDialogue = false;
        TlsHandshake handshake = await Connection.AuthenticateAsync(engine, offer, cancellationToken).ConfigureAwait(false);
        _inDialogue = handshake.Succeeded;
        return handshake;
    }

    /// <summary>Hands the bytes behind the 220 to code that speaks TLS itself. Afterwards the connection can only be closed.</summary>
    /// <exception cref="SmtpDialogueException">The time limit ran out, or the connection was lost.</exception>
    public Task<T> HandOverAsync<T>(Func<Stream, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        _inDialogue = false;
        return Connection.HandOverAsync(work, cancellationToken);
    }

    /// <summary>Whether QUIT makes sense: there is a dialogue, in the clear or inside TLS.</summary>
    public bool CanQuit => _inDialogue && Facts.Error is null;

    /// <summary>Sends QUIT where that makes sense, and waits a moment for the answer.</summary>
    /// <returns>The answer; <see langword="null"/> when there was none.</returns>
    public async Task<SmtpReply?> QuitAsync(CancellationToken cancellationToken)
    {
        if (!CanQuit)
            return null;
        _inDialogue = false;
        return await Connection.QuitAsync(_options.QuitTimeout, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the connection, after close_notify where there is TLS.</summary>
    public void Dispose() => _connection?.Dispose();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ConnectAsync(cancellationToken).ConfigureAwait(false);
            if (!_options.ImplicitTls)
                await TalkAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SmtpDialogueException)
        {
            // StepAsync has written it down.
        }
    }

    private async Task TalkAsync(CancellationToken cancellationToken)
    {
        if (_options.Last < OpeningStep.Banner || !await StepAsync(
            OpeningStep.Banner,
            () => Connection.ReadReplyAsync(cancellationToken),
            reply => (reply, Facts with { Banner = reply })).ConfigureAwait(false))
        {
            return;
        }
        if (_options.Last < OpeningStep.Ehlo || !await StepAsync(
            OpeningStep.Ehlo,
            () => Connection.HelloAsync(_options.HeloName ?? Connection.AddressLiteral, cancellationToken),
            ehlo => (ehlo.Reply, Facts with { Ehlo = ehlo })).ConfigureAwait(false))
        {
            return;
        }
        if (_options.Last < OpeningStep.StartTls)
            return;
        if (!Facts.ListsStartTls && !_options.TryUnlisted)
        {
            Facts = Facts with { Outcome = OpeningOutcome.StartTlsNotListed };
            return;
        }
        if (await StepAsync(
            OpeningStep.StartTls,
            () => Connection.CommandAsync("STARTTLS", cancellationToken),
            reply => (reply, Facts with { StartTls = reply })).ConfigureAwait(false) && _options.Last >= OpeningStep.BufferCheck)
        {
            await StepAsync(
                OpeningStep.BufferCheck,
                () => Task.FromResult(Connection.DropPlaintext()),
                dropped => (null, Facts with { InjectedBytes = dropped })).ConfigureAwait(false);
        }
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        await StepAsync(
            OpeningStep.Connect,
            () => SmtpConnection.ConnectAsync(_options.EndPoint, _options.Budget, _transcript, cancellationToken),
            connection =>
            {
                _connection = connection;
                _inDialogue = !_options.ImplicitTls;
                return (null, Facts with { Connected = true });
            }).ConfigureAwait(false);
    }

    // Whether the opening goes on.
    private async Task<bool> StepAsync<T>(OpeningStep step, Func<Task<T>> work, Func<T, (SmtpReply?, OpeningFacts)> read)
    {
        TimeSpan start = _clock.Elapsed;
        _observer?.Begins(step);
        try
        {
            (SmtpReply? reply, Facts) = read(await work().ConfigureAwait(false));
            bool goesOn = reply is null || reply.Severity == SmtpReplySeverity.Success;
            if (!goesOn)
                Refuse(step, reply!);
            Add(new OpeningExchange(step, start, _clock.Elapsed - start, reply, null));
            return goesOn;
        }
        catch (SmtpDialogueException e)
        {
            Facts = Facts with { StoppedAt = step, Error = e, Outcome = OpeningOutcome.Failed };
            Add(new OpeningExchange(step, start, _clock.Elapsed - start, null, e));
            throw;
        }
    }

    private void Refuse(OpeningStep step, SmtpReply reply)
    {
        const int ServiceNotAvailable = 421;
        bool unlisted = step == OpeningStep.StartTls && !Facts.ListsStartTls && reply.Severity != SmtpReplySeverity.Transient;
        Facts = unlisted ? Facts with { Outcome = OpeningOutcome.StartTlsNotListed } : Facts with
        {
            StoppedAt = step,
            Refusal = reply,
            Outcome = reply.Code == ServiceNotAvailable ? OpeningOutcome.ServiceNotAvailable
                : reply.Severity == SmtpReplySeverity.Transient ? OpeningOutcome.RefusedForNow
                : OpeningOutcome.Refused,
        };
    }

    private void Add(OpeningExchange exchange)
    {
        _exchanges.Add(exchange);
        _observer?.Ended(exchange, Facts);
    }
}
