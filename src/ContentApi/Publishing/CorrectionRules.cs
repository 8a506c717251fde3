namespace ContentApi.Publishing;

/// <summary>Decides whether a publication can have a public reason, which makes it a correction.</summary>
internal static class CorrectionRules
{
    /// <summary>Why the first publication of a story cannot have a reason.</summary>
    public const string NothingToCorrect = "The story has never been published, so there is nothing to correct. Omit the reason.";

    /// <summary>
    /// Returns why a publication would not record its public reason, or null. A request that is repeated with the same reason is accepted,
    /// because the first one has recorded it.
    /// </summary>
    public static string? FindRejection(PublicationContext context, DraftRow draft, int version, string? reason)
    {
        if (reason is null || (draft.FirstPublishedAt is not null && draft.PublishedVersion != version))
        {
            return null;
        }

        var newest = context.Corrections[draft.Id].FirstOrDefault();
        return draft.FirstPublishedAt is null ? NothingToCorrect
            : newest?.Reason == reason && newest.Revision == context.Stories[draft.Slug].Revision ? null
            : $"Version {version} is already published, so its publication changes nothing and would not record the reason. Publish another version, or omit the reason.";
    }
}
