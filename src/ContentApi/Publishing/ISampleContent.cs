namespace ContentApi.Publishing;

/// <summary>The sample content of a resource, which <see cref="SampleLibrary"/> loads after the sample stories.</summary>
internal interface ISampleContent
{
    /// <summary>Saves the samples. Returns a message for each fault, which starts with the slug.</summary>
    Task<IReadOnlyList<string>> Save(CancellationToken cancellationToken);
}
