using DnsClient;

namespace SmtpTls.Dns.Validation;

/// <summary>Answers that are validated here, for a pipeline, as far as the resolver hands over signatures.</summary>
/// <param name="validator">The validator.</param>
/// <param name="mode">Auto or Local.</param>
/// <param name="isTrusted">Whether the word of the resolvers counts.</param>
internal sealed class LocalDnssec(Validator validator, DnssecValidation mode, bool isTrusted)
{
    private const int MaxAnswersKept = 4096;

    private readonly SharedAnswers<(string Name, QueryType Type), VouchedAnswer> _answers = new(MaxAnswersKept);

    /// <summary>
    /// Why nothing can be validated here: the resolver gives no signatures, or the root's keys are none of the trust anchors although the
    /// resolver is trusted. <see langword="null"/> where it can.
    /// </summary>
    public async Task<string?> ImpossibleAsync(CancellationToken cancellationToken)
    {
        ZoneTrust root;
        try
        {
            root = await validator.RootAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ValidationBudgetException e)
        {
            return e.Message;
        }

        return root.State == DnssecState.Indeterminate || (root.State == DnssecState.Bogus && isTrusted && mode == DnssecValidation.Auto) ? root.Reason : null;
    }

    /// <summary>Asks and validates. What is bogus, or could not be had, is no answer.</summary>
    public Task<VouchedAnswer> AskAsync(string name, QueryType type, LookupCount? count, CancellationToken cancellationToken) =>
        _answers.GetAsync((name, type), () => FindAsync(name, type, count), cancellationToken, out _);

    private async Task<VouchedAnswer> FindAsync(string name, QueryType type, LookupCount? count)
    {
        ValidatedAnswer found = await validator.AskAsync(WireName.Parse(name), (int)type, count, CancellationToken.None).ConfigureAwait(false);
        string canonical = found.CanonicalName?.ToString() ?? name;
        DnssecVerdict verdict = new()
        {
            State = found.State,
            Voucher = found.State == DnssecState.Indeterminate ? DnssecVoucher.None : DnssecVoucher.Validated,
            Resolver = found.Resolver?.ToString(),
            Reason = found.Reason,
            Chain = [.. found.Links],
            SignedUntil = found.SignedUntil,
        };
        DnsAnswer answer = new()
        {
            Status = found.State is DnssecState.Bogus or DnssecState.Indeterminate ? DnsAnswerStatus.Failed : found.Status,
            CanonicalName = canonical,
            Server = found.Resolver,
            Error = found.State is DnssecState.Bogus or DnssecState.Indeterminate ? found.Reason : null,
            Bogus = found.State == DnssecState.Bogus ? found.Reason : null,
            Records = found.State is DnssecState.Bogus or DnssecState.Indeterminate ? [] : ClientRecords.Of(found.Records),
        };
        return new(answer, verdict);
    }
}
