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

    /// <summary>Not imported, because the story was changed in the newsroom. Reserved: no import has this outcome yet.</summary>
    Conflict,
    Invalid,
}
