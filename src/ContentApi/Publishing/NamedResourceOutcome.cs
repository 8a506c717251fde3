namespace ContentApi.Publishing;

/// <summary>The result of changing a founder, topic or collection.</summary>
internal enum NamedResourceOutcome
{
    /// <summary>The resource is changed, or it already was as requested.</summary>
    Done,

    NotFound,

    /// <summary>The resource has changed since the caller read it.</summary>
    ChangedMeanwhile,

    /// <summary>The new slug is the current or a former slug of another resource.</summary>
    SlugTaken,

    /// <summary>Published content refers to the resource.</summary>
    Referenced,

    /// <summary>The resource into which to merge does not exist.</summary>
    TargetNotFound,

    /// <summary>A resource cannot be merged into itself.</summary>
    TargetIsSource,
}
