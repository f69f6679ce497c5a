using System.Security.Cryptography.X509Certificates;
using SmtpTls.Listening;

namespace SmtpTls.Tests.Support;

/// <summary>Listeners on loopback, and what they saw.</summary>
internal static class TestListener
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static X509Certificate2 Certificate { get; } = new TestCertificate().Create();

    public static ListenerOptions Options { get; } = new() { HostName = "mx.example.com", Certificate = Certificate };

    public static SmtpTlsListener Start(ListenerTlsMode mode = ListenerTlsMode.Preferred) => SmtpTlsListener.Listen(Options with { Mode = mode });

    /// <summary>The next session, as soon as it has ended.</summary>
    public static async Task<ListenerSession> NextAsync(this SmtpTlsListener listener)
    {
        while (true)
        {
            Task changed = listener.Finished.Changed;
            if (listener.Finished.TryTake(out ListenerSession? session))
                return session;
            await changed.WaitAsync(Limit, TestContext.Current.CancellationToken);
        }
    }

    public static string Dialogue(this ListenerSession session) => string.Join("\n", session.Transcript);
}
