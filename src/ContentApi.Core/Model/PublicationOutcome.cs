using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

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
