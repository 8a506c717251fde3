namespace ContentApi.Publishing;

/// <summary>The result of publishing or importing a document.</summary>
internal enum PublicationOutcome
{
    Created,
    Updated,
    Draft,
    Unchanged,
    Invalid,
}
