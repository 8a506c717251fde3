namespace ContentApi.Publishing;

/// <summary>The causes of publications. The cause decides whether a document is refused or scheduled.</summary>
internal enum PublicationTrigger
{
    /// <summary>A document is imported: it is saved as a new version, then published, scheduled or kept as a draft.</summary>
    Import,

    /// <summary>A saved version is published on request.</summary>
    Request,

    /// <summary>A scheduled version is due.</summary>
    Schedule,
}
