namespace ContentApi.Publishing;

/// <summary>A founder or topic. Documents refer to it by slug or name.</summary>
internal interface INamedResource
{
    Guid Id { get; }

    string Slug { get; }

    string Name { get; }

    long Revision { get; }

    /// <summary>Gets the slugs that redirect to the resource.</summary>
    string[] FormerSlugs { get; }

    /// <summary>Gets the former names of the resource, and the names of those that were merged into it.</summary>
    string[] FormerNames { get; }
}
