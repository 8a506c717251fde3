namespace ContentApi.Data;

/// <summary>Names of actions in the audit log, an open set.</summary>
internal static class AuditAction
{
    public const string DraftSaved = "draft.saved";
    public const string DraftRenamed = "draft.renamed";
    public const string DraftDeleted = "draft.deleted";
    public const string StoryPublished = "story.published";
    public const string StoryWithdrawn = "story.withdrawn";
    public const string StoryScheduled = "story.scheduled";
    public const string ScheduleCancelled = "story.scheduleCancelled";
    public const string ScheduleFailed = "story.scheduleFailed";
    public const string FounderSaved = "founder.saved";
    public const string FounderRenamed = "founder.renamed";
    public const string FounderMerged = "founder.merged";
    public const string FounderDeleted = "founder.deleted";
    public const string TopicSaved = "topic.saved";
    public const string TopicRenamed = "topic.renamed";
    public const string TopicMerged = "topic.merged";
    public const string TopicDeleted = "topic.deleted";
    public const string CollectionSaved = "collection.saved";
    public const string CollectionRenamed = "collection.renamed";
    public const string CollectionDeleted = "collection.deleted";
    public const string PreviewLinkCreated = "previewLink.created";
    public const string PreviewLinkRevoked = "previewLink.revoked";
    public const string KeyCreated = "key.created";
    public const string KeyRevoked = "key.revoked";
}
