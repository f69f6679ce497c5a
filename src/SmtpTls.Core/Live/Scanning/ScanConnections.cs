namespace SmtpTls.Scanning;

/// <summary>
/// Asks questions within the limits, side by side, and asks again what brought no answer. A fault is never an answer: only a connection that
/// is closed each time it is asked the same, with nothing else going on, counts as a refusal, because some servers (Schannel) refuse so.
/// </summary>
internal sealed class ScanConnections(IHelloLine line, ScanLimits limits) : IDisposable
{
    private readonly SemaphoreSlim _places = new(limits.Parallel);
    private readonly SemaphoreSlim _alone = new(1);
    private readonly object _lock = new();
    private readonly List<string> _notes = [];
    private int _taken;
    private int _unavailable;
    private int _faults;
    private bool _slow;
    private bool _faulty;
    private bool _refusesByClosing;
    private string? _gaveUp;
    private TimeSpan? _fastest;
    private int _slowGreetings;

    /// <summary>Connections so far.</summary>
    public int Count => _taken;

    /// <summary>What happened that a reader should know: slowed down, gave up, refuses by closing.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Whether the scan slowed down because the server asked for it.</summary>
    public bool SlowedDown => _slow;

    /// <summary>Whether the server says no by closing the connection.</summary>
    public bool RefusesByClosing => _refusesByClosing;

    /// <summary>Asks, as often as it takes.</summary>
    public async Task<HelloAnswer> AskAsync(HelloQuestion question, CancellationToken cancellationToken)
    {
        HelloAnswer answer = await OnceAsync(question, cancellationToken).ConfigureAwait(false);
        if (IsFinal(question, answer, 1, 0))
            return answer;
        // Again, and alone: what other connections of ours do must not decide.
        await _alone.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            int closes = answer.Fault == FaultKind.Closed ? 1 : 0;
            for (int attempt = 2; ; attempt++)
            {
                await PauseAsync(answer, cancellationToken).ConfigureAwait(false);
                answer = await AloneAsync(question, cancellationToken).ConfigureAwait(false);
                closes += answer.Fault == FaultKind.Closed ? 1 : 0;
                // Closed once and answered the next time: connections get lost here.
                _faulty |= closes > 0 && answer.Kind != AnswerKind.Fault;
                if (IsFinal(question, answer, attempt, closes))
                    return answer.Fault == FaultKind.Closed ? Closed(question, answer, attempt, closes) : answer;
            }
        }
        finally
        {
            _alone.Release();
        }
    }

    /// <summary>Runs a round to its end.</summary>
    public async Task RunAsync(IScanRound round, CancellationToken cancellationToken)
    {
        while (round.Next() is { } question)
            round.Take(await AskAsync(question, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _places.Dispose();
        _alone.Dispose();
    }

    private bool IsFinal(HelloQuestion question, HelloAnswer answer, int attempt, int closes) => answer.Kind != AnswerKind.Fault || answer.Fault switch
    {
        // Nearly every server closes on SSL 2.0, whose hello is no record of TLS.
        FaultKind.Closed when question.Version == SslProtocolVersion.Ssl2 => attempt >= (closes < attempt || _faulty ? limits.ClosesToBelieve : 2),
        // A server that keeps silent costs a whole time limit each time.
        FaultKind.TimedOut or FaultKind.Garbage => attempt >= 2,
        // Known to refuse so, and never seen to lose a connection: twice will do.
        FaultKind.Closed => attempt >= (_refusesByClosing && !_faulty && closes == attempt ? 2 : limits.ClosesToBelieve),
        FaultKind.NoTls => true,
        _ => _gaveUp is not null,
    };

    private HelloAnswer Closed(HelloQuestion question, HelloAnswer answer, int attempts, int closes)
    {
        if (closes < attempts)
            return answer;
        lock (_lock)
        {
            if (question.Version == SslProtocolVersion.Ssl2)
                return HelloAnswer.Refusal($"The server closes the connection, {closes} times out of {attempts}.");
            if (!_refusesByClosing)
                _notes.Add($"The server refuses by closing the connection without an alert ({closes} times out of {attempts} for the same hello).");
            _refusesByClosing = true;
            _faults = 0;
        }
        return HelloAnswer.Refusal($"The server closes the connection without an alert, {closes} times out of {attempts}.");
    }

    private async Task<HelloAnswer> OnceAsync(HelloQuestion question, CancellationToken cancellationToken)
    {
        if (_slow)
        {
            await _alone.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await AloneAsync(question, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _alone.Release();
            }
        }
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await AskLineAsync(question, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<HelloAnswer> AloneAsync(HelloQuestion question, CancellationToken cancellationToken)
    {
        int held = 0;
        try
        {
            for (; held < limits.Parallel; held++)
                await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
            return await AskLineAsync(question, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (held > 0)
                _places.Release(held);
        }
    }

    private async Task<HelloAnswer> AskLineAsync(HelloQuestion question, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_gaveUp is not null)
                return NotAsked(_gaveUp);
            if (_taken >= limits.MaxConnections)
                return NotAsked($"The limit of {limits.MaxConnections} connections was reached.");
            _taken++;
        }
        LineAnswer result = await line.AskAsync(question, cancellationToken).ConfigureAwait(false);
        lock (_lock)
            Note(result);
        return result.Answer;
    }

    private static HelloAnswer NotAsked(string reason) => new() { Kind = AnswerKind.NotAsked, Reason = reason };

    private void Note(LineAnswer result)
    {
        HelloAnswer answer = result.Answer;
        if (answer.Fault == FaultKind.Unavailable)
        {
            SlowDown(answer.Reason!);
            // A server that never let anybody in is asked once more, not five times.
            if (++_unavailable >= (_fastest is null ? limits.FirstPatience : limits.Patience))
                GiveUp($"The server would not talk any more: {answer.Reason}");
            return;
        }
        _unavailable = 0;
        if (answer.Kind == AnswerKind.Fault && (answer.Fault != FaultKind.Closed || !_refusesByClosing))
        {
            // Those that are asked alone, one after another, are the ones that count as in a row.
            if (++_faults >= limits.MaxFaults)
                GiveUp($"{_faults} connections in a row brought no answer, the last because: {answer.Reason}");
        }
        else
        {
            _faults = 0;
        }
        Watch(result.Opening);
    }

    // A server whose greetings become slow is being asked too much.
    private void Watch(TimeSpan? opening)
    {
        const int InARow = 3;
        if (opening is not { } time)
            return;
        if (_fastest is not { } fastest || time < fastest)
            _fastest = time;
        else
            _slowGreetings = time > fastest + fastest + fastest + TimeSpan.FromMilliseconds(500) ? _slowGreetings + 1 : 0;
        if (_slowGreetings >= InARow)
            SlowDown($"greetings take {time.TotalSeconds:0.0} s instead of {_fastest.Value.TotalSeconds:0.0} s");
    }

    private void SlowDown(string reason)
    {
        if (_slow)
            return;
        _slow = true;
        _notes.Add($"Slowed down to one connection at a time: {reason}");
    }

    private void GiveUp(string reason)
    {
        if (_gaveUp is not null)
            return;
        _gaveUp = reason;
        _notes.Add("Stopped: " + reason);
    }

    private async Task PauseAsync(HelloAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.Fault == FaultKind.Unavailable && _gaveUp is null)
            await Task.Delay(TimeSpan.FromTicks(limits.FirstPause.Ticks << Math.Min(6, Math.Max(0, _unavailable - 1))), cancellationToken).ConfigureAwait(false);
    }
}
