namespace ContentApi.Publishing;

/// <summary>What became of a document.</summary>
internal enum PublicationOutcome
{
    Created,
    Updated,
    Draft,
    Unchanged,
    Invalid,
}
