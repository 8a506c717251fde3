using System.Text.Json.Nodes;

namespace ContentApi.Web.OpenApi;

/// <summary>
/// Defines how the examples of an operation's bodies differ from the examples of the members: where members exclude each other, where the
/// operation returns another state, and where a second story appears. All examples show the same few stories.
/// </summary>
internal sealed class OpenApiExampleVariants(string operationId)
{
    /// <summary>
    /// Nullable and optional members that the example of a schema shows. The others are null, or absent from a request. A schema that is
    /// not listed shows all, and a merge patch its first.
    /// </summary>
    private static readonly Dictionary<string, string[]> ShownMembers = new(StringComparer.Ordinal)
    {
        ["ApiKey"] = ["partner", "rateLimit", "expiresAt", "lastUsedAt"],
        ["AuditEntry"] = ["key", "slug", "version"],
        ["Block"] = ["spans"],
        ["Change"] = ["story"],
        ["Draft"] = ["publishedVersion"],
        ["DraftVersion"] = [],
        ["FounderRequestPatch"] = ["bio"],
        ["MissingStory"] = ["slug"],
        ["NewApiKey"] = ["partner", "rateLimit", "expiresAt"],
        ["PreviewLinkRequest"] = ["version"], // any `expiresAt` would soon be invalid
        ["PublicationRequest"] = [], // a reason is invalid for the version that the sample library has published
        ["PublicationStatus"] = ["version"],
        ["Reason"] = ["founder"],
        ["RecommendationDocument"] = [],
        ["RecommendationDocumentInput"] = [],
        ["SearchHit"] = ["story"],
        ["SearchResults"] = [],
        ["Span"] = [],
        ["StoryDocumentPatch"] = ["dek"],
        ["TakeawayDocumentInput"] = ["explanation"],
    };

    /// <summary>Members of a second story, which the first one recommends.</summary>
    private const string SecondStory = """
        "id": "0198e4a1-7c00-7b28-9c4d-8f1e2a3b4c5d",
        "slug": "yearbooks-first-the-world-later",
        "title": "Yearbooks First, the World Later",
        "dek": "Before Canva there was a living room in Perth, full of printers.",
        "publishedAt": "2024-02-11T00:00:00Z",
        "publishedOn": "2024-02-11",
        "updatedAt": "2024-02-11T00:00:00.123456Z",
        "image": null
        """;

    private const string NewFounder = """
        "id": "0198e4a1-7c00-7a05-b3c6-1d2e3f405162", "name": "Nora Lind", "bio": "Nora Lind bakes in Malmö.", "storyCount": 0
        """;

    private const string NewTopic = """
        "id": "0198e4a1-7c00-7b84-a6d9-8c7b6a594837", "name": "Craft", "storyCount": 0
        """;

    /// <summary>Members of a draft whose story is published. The examples of the members describe a new draft.</summary>
    private const string PublishedDocument = """
        {
          "title": "The No That Drew a Map",
          "slug": "the-no-that-drew-a-map",
          "founder": { "slug": "melanie-perkins", "name": "Melanie Perkins", "bio": "Melanie Perkins grew up in Perth and started her first company while she was a student." },
          "publishedAt": "2025-08-18T00:00:00Z",
          "byline": "The Founders' Library",
          "dek": "For three years, investors told Melanie Perkins why her idea would not work.",
          "readingMinutes": 4,
          "topics": ["Fundraising"],
          "canonicalUrl": "https://stories.example.com/stories/the-no-that-drew-a-map",
          "takeaways": [{ "id": "01990f3c-8a00-7c4e-9b21-5d0e6f7a8b91", "statement": "A refusal with a reason is research that somebody else has paid for.", "explanation": "Perkins changed the pitch after every meeting." }],
          "body": "## Prologue: A Desk in Perth\n\nThe students could not find the button."
        }
        """;

    /// <summary>Bodies that are not JSON, by media type.</summary>
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["text/markdown"] = """
            ---
            title: The Quiet Bakery
            founder: { name: Nora Lind }
            club: Malmö Bakers
            ---

            ## Prologue: A Warm Wall

            The oven stood against the neighbours' wall.

            """,
        ["text/plain"] = """
            The Quiet Bakery

            Four hundred loaves that nobody had ordered.

            Prologue: A Warm Wall

            The oven stood against the neighbours' wall.

            """,
    };

    /// <summary>Values of members, by schema. They also apply to the schema's variants for requests, `…Input` and `…Patch`.</summary>
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["Block"] = """{ "items": [], "notes": [] }""",
        ["BlockChange"] = """{ "operation": "changed" }""",
        ["Draft"] = """{ "state": "published" }""",
        ["Founder"] = """{ "image": null }""",
        ["FounderDocument"] = """{ "image": null }""",
        ["FounderRequest"] = """{ "image": null }""",
        ["Highlight"] = """
            {
              "field": "dek",
              "blockId": null,
              "spans": [{ "text": "For three years, " }, { "text": "investors", "marks": ["highlight"] }, { "text": " told Melanie Perkins why her idea would not work." }]
            }
            """,
        ["ImportResult"] = """{ "errors": [] }""",
        ["MemberChange"] = """{ "operation": "changed" }""",
        ["Navigation"] = $$"""{ "previous": { {{SecondStory}} }, "next": null }""",
        ["PublicationStatus"] = """{ "state": "published" }""",
        ["Recommendation"] = $$"""{ {{SecondStory}}, "source": "computed", "topics": null, "takeaways": null, "rights": null }""",
        ["SavedDraft"] = """{ "image": null, "warnings": [] }""",
        ["SearchFacets"] = """
            {
              "founders": [{ "value": "melanie-perkins", "name": "Melanie Perkins", "count": 1 }],
              "topics": [{ "count": 1 }],
              "years": [{ "value": "2025", "name": "2025", "count": 1 }]
            }
            """,
        ["Span"] = """{ "marks": [] }""",
        ["Story"] = """{ "body": null, "recommendations": [{ "source": "editorial", "reasons": [], "score": null }] }""",
        ["StoryDocument"] = """{ "image": null }""",
    };

    /// <summary>Values of members in the bodies of one operation, by operation and schema.</summary>
    private static readonly Dictionary<(string OperationId, string Schema), string> OperationValues = new()
    {
        [("batchStories", "Story")] = """{ "sections": null }""",
        [("getDraft", "StoryDocument")] = PublishedDocument,
        [("getVersion", "StoryDocument")] = PublishedDocument,
        [("listPreviewLinks", "PreviewLink")] = """{ "url": null }""",
        [("listRecommendations", "HistoryRecommendations")] = """{ "missing": [] }""",
        [("listSimilarTakeaways", "Takeaway")] = $$"""
            {
              "id": "01990f3c-8a00-7f95-8e60-7a8b9c0d1e2f",
              "position": 2,
              "statement": "Let the customers' calendar set the pace.",
              "explanation": "A yearbook that is late is worthless.",
              "story": { {{SecondStory}} }
            }
            """,
        [("listStoryRecommendations", "Recommendation")] = """{ "source": "editorial", "reasons": [], "score": null }""",
        [("mergeTopic", "MergeRequest")] = """{ "into": "fundraising" }""",
        [("patchDraft", "SavedDraft")] = PublishedDocument,
        [("patchDraft", "StoryDocumentPatch")] = """{ "dek": "For three years, investors told Melanie Perkins why her idea would not work." }""",
        [("patchFounder", "Founder")] = $$"""{ {{NewFounder}}, "slug": "nora-lind" }""",
        [("patchTopic", "Topic")] = $$"""{ {{NewTopic}}, "slug": "craft" }""",
        [("renameDraft", "SavedDraft")] = """{ "slug": "the-quiet-bakery-of-nora-lind" }""",
        [("renameFounder", "Founder")] = $$"""{ {{NewFounder}}, "slug": "nora-lind-of-malmo" }""",
        [("renameFounder", "RenameRequest")] = """{ "slug": "nora-lind-of-malmo" }""",
        [("renameTopic", "RenameRequest")] = """{ "slug": "handcraft" }""",
        [("renameTopic", "Topic")] = $$"""{ {{NewTopic}}, "slug": "handcraft" }""",
        [("saveFounder", "Founder")] = $$"""{ {{NewFounder}}, "slug": "nora-lind" }""",
        [("saveTopic", "Topic")] = $$"""{ {{NewTopic}}, "slug": "craft" }""",
        [("withdrawDraft", "PublicationStatus")] = """{ "slug": "the-quiet-bakery", "state": "withdrawn", "version": null }""",
    };

    /// <summary>Gets the schemas and operations that have variants, for a test that each of them exists.</summary>
    public static IEnumerable<string> Schemas => ShownMembers.Keys.Concat(Values.Keys).Concat(OperationValues.Keys.Select(key => key.Schema));

    /// <inheritdoc cref="Schemas"/>
    public static IEnumerable<string> OperationIds => OperationValues.Keys.Select(key => key.OperationId);

    /// <summary>Returns the example of a body that is not JSON; null if it is composed.</summary>
    public static string? FindText(string mediaType) => Texts.GetValueOrDefault(mediaType);

    /// <summary>Returns whether the example of a schema shows a nullable or optional member.</summary>
    public static bool Shows(string schema, string member, bool isFirst) =>
        ShownMembers.TryGetValue(schema, out var shown) ? shown.Contains(member) : isFirst || !schema.EndsWith("Patch", StringComparison.Ordinal);

    /// <summary>Replaces the members of an example that have other values in this operation.</summary>
    public void Apply(string schema, JsonObject example)
    {
        foreach (var values in new[] { Values.GetValueOrDefault(WithoutSuffix(schema)), OperationValues.GetValueOrDefault((operationId, schema)) }.OfType<string>())
        {
            Merge(schema, example, JsonNode.Parse(values)!.AsObject());
        }
    }

    private static string WithoutSuffix(string schema) =>
        schema.EndsWith("Input", StringComparison.Ordinal) || schema.EndsWith("Patch", StringComparison.Ordinal) ? schema[..^"Input".Length] : schema;

    /// <summary>Merges values into an example. Each object in a list of the values is merged into the item that the example has.</summary>
    private static void Merge(string schema, JsonObject example, JsonObject values)
    {
        foreach (var (member, value) in values)
        {
            if (!example.TryGetPropertyValue(member, out var current))
            {
                throw new InvalidOperationException($"{nameof(OpenApiExampleVariants)} names {schema}.{member}, which does not exist.");
            }

            switch (value, current)
            {
                case (JsonObject members, JsonObject target):
                    Merge(schema, target, members);
                    break;
                case (JsonArray { Count: > 0 } items, JsonArray { Count: > 0 } targets) when targets[0] is JsonObject first && items[0] is JsonObject:
                    example[member] = new JsonArray(items.Select(item => (JsonNode)MergeCopy(schema, first, item!.AsObject())).ToArray());
                    break;
                default:
                    example[member] = value?.DeepClone();
                    break;
            }
        }
    }

    private static JsonObject MergeCopy(string schema, JsonObject example, JsonObject values)
    {
        var copy = example.DeepClone().AsObject();
        Merge(schema, copy, values);
        return copy;
    }
}
