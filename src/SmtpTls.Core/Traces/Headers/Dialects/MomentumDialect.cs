using SmtpTls.Headers.Forms;

namespace SmtpTls.Headers.Dialects;

/// <summary>
/// Momentum (ecelerity), also behind SparkPost: <c>with ESMTPS (cipher=... subject="/C=US/...")</c>, in old versions with the parenthesis
/// left open. It never writes the version; UNKNOWN, REST and ECSTREAM are its own ways in.
/// </summary>
internal sealed class MomentumDialect : Dialect
{
    /// <inheritdoc/>
    public override string Name => "Momentum";

    /// <inheritdoc/>
    protected override TlsForms Forms => TlsForms.KeyValue;

    /// <inheritdoc/>
    public override bool Owns(ReceivedHeader header) => HasComment(header, "ecelerity");
}
