using System.Net;
using System.Net.Sockets;
using SmtpTls.Dns;
using SmtpTls.Smtp;
using SmtpTls.Testing;

namespace SmtpTls.Sending;

/// <summary>Sends a message to a server: looks up its addresses, and uses the first that takes a connection.</summary>
internal sealed class MessageSender(IDnsResolver resolver, TargetOptions targets, SendOptions options)
{
    /// <summary>Sends. Whatever the server does is in the result.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<SendResult> SendAsync(ServerEndpoint server, OutgoingMessage message, CancellationToken cancellationToken)
    {
        DateTimeOffset time = DateTimeOffset.UtcNow;
        TranscriptRecorder transcript = new();
        int port = targets.PortFor(server.Port);
        SendObservation seen = new() { Host = server.Host, Port = port, ImplicitTls = targets.IsImplicit(port), Mode = options.Mode };
        using (Socket? socket = await ConnectAsync(server, seen, transcript, cancellationToken).ConfigureAwait(false))
        {
            if (socket is not null)
            {
                using Delivery delivery = new(socket, options, seen, transcript, cancellationToken);
                await delivery.RunAsync(message, cancellationToken).ConfigureAwait(false);
            }
        }
        return SendResultBuilder.Build(seen, message, options, time, transcript);
    }

    private async Task<Socket?> ConnectAsync(ServerEndpoint server, SendObservation seen, TranscriptRecorder transcript, CancellationToken cancellationToken)
    {
        IReadOnlyList<IPAddress> addresses = await ResolveAsync(server, seen, transcript, cancellationToken).ConfigureAwait(false);
        List<string> errors = [];
        foreach (IPAddress address in addresses)
        {
            try
            {
                Socket socket = await SmtpSocket.ConnectAsync(new IPEndPoint(address, seen.Port), options.Timeout, cancellationToken).ConfigureAwait(false);
                seen.Address = address;
                transcript.Note($"Connected to {new IPEndPoint(address, seen.Port)}.");
                return socket;
            }
            catch (SmtpDialogueException e)
            {
                errors.Add(addresses.Count > 1 ? $"{address}: {e.Message}" : e.Message);
                transcript.Note($"{address}: {e.Message}");
            }
        }
        if (errors.Count > 0)
            seen.Stop = (SendStatus.Unreachable, string.Join(" ", errors));
        return null;
    }

    private async Task<IReadOnlyList<IPAddress>> ResolveAsync(
        ServerEndpoint server, SendObservation seen, TranscriptRecorder transcript, CancellationToken cancellationToken)
    {
        if (server.Address is { } address)
            return [address];
        MailHost host = await resolver.GetHostAsync(server.Host, targets.Family, cancellationToken).ConfigureAwait(false);
        if (host.Addresses.Count == 0)
        {
            seen.Stop = (SendStatus.DnsFailure, host.Error ?? $"{server.Host} has no address.");
            transcript.Note(seen.Stop.Value.Reason);
        }
        return host.Addresses;
    }
}
