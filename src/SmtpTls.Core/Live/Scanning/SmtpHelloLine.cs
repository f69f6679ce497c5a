using System.Diagnostics;
using System.Net;
using SmtpTls.Smtp;
using SmtpTls.Tls;

namespace SmtpTls.Scanning;

/// <summary>The way to a mail server: connection, greeting, EHLO, STARTTLS, and then the hello.</summary>
internal sealed class SmtpHelloLine(IPEndPoint endPoint, bool implicitTls, string? heloName, TimeSpan limit) : IHelloLine
{
    /// <inheritdoc/>
    public TestStatus Status { get; private set; } = TestStatus.Unreachable;

    /// <inheritdoc/>
    public async Task<LineAnswer> AskAsync(HelloQuestion question, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        TranscriptRecorder transcript = new();
        TimeSpan? opening = null;
        try
        {
            using SmtpConnection connection = await SmtpConnection.ConnectAsync(endPoint, limit, transcript, cancellationToken).ConfigureAwait(false);
            if (!implicitTls && await OpenAsync(connection, cancellationToken).ConfigureAwait(false) is { } refusal)
                return new LineAnswer(refusal, null);
            opening = clock.Elapsed;
            HandOver handOver = new(question);
            await connection.AuthenticateAsync(handOver, new TlsClientOptions(), cancellationToken).ConfigureAwait(false);
            return new LineAnswer(handOver.Answer!, opening);
        }
        catch (SmtpDialogueException e)
        {
            FaultKind fault = e.Error switch
            {
                SmtpDialogueError.TimedOut when opening is not null => FaultKind.TimedOut,
                SmtpDialogueError.ConnectionLost when opening is not null => FaultKind.Closed,
                SmtpDialogueError.NotSmtp or SmtpDialogueError.TooLong => FaultKind.NoTls,
                _ => FaultKind.Unavailable,
            };
            if (opening is null)
                Status = TestStatus.Unreachable;
            return new LineAnswer(HelloAnswer.OfFault(fault, e.Message), opening);
        }
    }

    private async Task<HelloAnswer?> OpenAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        SmtpReply banner = await connection.ReadReplyAsync(cancellationToken).ConfigureAwait(false);
        if (banner.Severity != SmtpReplySeverity.Success)
            return await RefusedAsync(connection, banner, cancellationToken).ConfigureAwait(false);
        EhloReply ehlo = await connection.HelloAsync(heloName ?? connection.AddressLiteral, cancellationToken).ConfigureAwait(false);
        if (!ehlo.Accepted)
            return await RefusedAsync(connection, ehlo.Reply, cancellationToken).ConfigureAwait(false);
        SmtpReply startTls = await connection.CommandAsync("STARTTLS", cancellationToken).ConfigureAwait(false);
        if (startTls.Severity != SmtpReplySeverity.Success)
        {
            bool listed = ehlo.OffersStartTls;
            HelloAnswer answer = await RefusedAsync(connection, startTls, cancellationToken).ConfigureAwait(false);
            if (listed || startTls.Severity == SmtpReplySeverity.Transient)
                return answer;
            Status = TestStatus.NotOffered;
            return HelloAnswer.OfFault(FaultKind.NoTls, "The server does not offer STARTTLS.");
        }
        connection.DropPlaintext();
        return null;
    }

    private async Task<HelloAnswer> RefusedAsync(SmtpConnection connection, SmtpReply reply, CancellationToken cancellationToken)
    {
        bool forNow = reply.Severity == SmtpReplySeverity.Transient;
        Status = forNow ? TestStatus.TemporaryFailure : TestStatus.Refused;
        await connection.QuitAsync(TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false);
        return HelloAnswer.OfFault(forNow ? FaultKind.Unavailable : FaultKind.NoTls, $"The server answers: {reply}");
    }

    private sealed class HandOver(HelloQuestion question) : ITlsEngine
    {
        public HelloAnswer? Answer { get; private set; }

        public TlsEngineName Name => TlsEngineName.Managed;

        public async Task<TlsHandshake> AuthenticateAsync(Stream transport, TlsClientOptions options, CancellationToken cancellationToken)
        {
            Answer = await new HelloExchange(transport, question).AskAsync(cancellationToken).ConfigureAwait(false);
            return new TlsHandshake();
        }
    }
}
