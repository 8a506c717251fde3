using System.Text.Json.Serialization;

namespace ContentApi.Publishing;

/// <summary>The result of publishing or importing a document.</summary>
internal enum PublicationOutcome
{
    Created,
    Updated,

    [JsonStringEnumMemberName("draft")]
    SavedAsDraft,

    Unchanged,
    Invalid,
}
