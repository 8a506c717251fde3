using System.Text.Json;
using System.Text.Json.Nodes;
using ContentApi.Tests.Newsroom;
using Dapper;
using Npgsql;

namespace ContentApi.Tests.Publishing;

/// <summary>Tests that bodies that an earlier version stored are readable, and that `migrate` renders them again.</summary>
public sealed class StoredBodyTests(Api api) : IClassFixture<Api>
{
    private static readonly string[] NewMembers = ["href", "table", "embed", "notes"];

    [Fact]
    public async Task Migrate_renders_bodies_of_an_earlier_version_again_and_keeps_block_ids()
    {
        await Publish("stored-before", "An opening.\n\n- One loom\n- Two *looms*");
        await Publish("stored-as-is", "Only a paragraph.");
        var current = await api.Json("/v1/stories/stored-before");
        await StoreInFormerFormat("stored-before", "stored-as-is");
        var revision = (long)(await api.Json("/v1/revision"))["revision"]!;

        var (code, output, error) = await Executable.Run(api.ConnectionString, "migrate");

        Assert.True(code == 0, output + error);
        Assert.Contains("Rendered the bodies of 2 stories again.", output, StringComparison.Ordinal);
        await Waiting.Until(async () => (long)(await api.Json("/v1/revision"))["revision"]! > revision);
        var migrated = await api.Json("/v1/stories/stored-before");
        Assert.Equal(current["sections"]!.ToJsonString(), migrated["sections"]!.ToJsonString());
        Assert.Contains("<li>Two <em>looms</em></li>", (string)(await api.Json("/v1/stories/stored-before?body=html"))["body"]!["content"]!, StringComparison.Ordinal);
        var changes = (await api.Json($"/v1/changes?after={revision}"))["items"]!.AsArray().Where(change => (string)change!["kind"]! == "story").ToList();
        Assert.Equal(changes.Count, changes.Select(change => (long)change!["revision"]!).Distinct().Count());
        Assert.Equal([("stored-as-is", "updated"), ("stored-before", "updated")], changes.Select(change => ((string)change!["slug"]!, (string)change["operation"]!)).Order());
        var (_, again, _) = await Executable.Run(api.ConnectionString, "migrate");
        Assert.DoesNotContain("Rendered", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_and_publishing_read_a_body_in_the_former_format()
    {
        await Publish("read-before", "- Some zarzuela singers\n- Others");
        var before = await api.Json("/v1/stories/read-before");
        await StoreInFormerFormat("read-before");

        var hit = (await api.Json("/v1/search?q=zarzuela"))["items"]![0]!;
        Assert.Equal((string)before["sections"]![0]!["blocks"]![0]!["id"]!, (string)hit["highlights"]![0]!["blockId"]!);
        await api.ReplaceDraft("read-before", NewsroomClient.Document("Title of read-before", "- Some zarzuela singers\n- All others"), await api.GetETag("read-before"));
        await api.PublishDraft("read-before", 2);
        var block = (await api.Json("/v1/stories/read-before"))["sections"]![0]!["blocks"]![0]!;
        Assert.Equal((string)before["sections"]![0]!["blocks"]![0]!["id"]!, (string)block["id"]!);
        Assert.Equal("All others", (string)block["items"]![1]!["spans"]![0]!["text"]!);
    }

    private async Task Publish(string slug, string body)
    {
        await api.CreateDraft(slug, NewsroomClient.Document($"Title of {slug}", body));
        await api.PublishDraft(slug);
    }

    /// <summary>Stores the bodies of stories as an earlier version did: items are arrays of spans, and newer members are missing.</summary>
    private async Task StoreInFormerFormat(params string[] slugs)
    {
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        foreach (var (id, json) in (await connection.QueryAsync<(Guid Id, string Json)>("select id, sections::text from story where slug = any(@Slugs)", new { Slugs = slugs })).AsList())
        {
            var sections = JsonNode.Parse(json)!.AsArray();
            foreach (var block in sections.SelectMany(section => section!["blocks"]!.AsArray()).Select(block => block!.AsObject()))
            {
                NewMembers.ToList().ForEach(member => block.Remove(member));
                if (block["items"] is JsonArray items)
                {
                    block["items"] = items.Count == 0 ? null : new JsonArray(items.Select(item => item is JsonArray ? item.DeepClone() : item!["spans"]!.DeepClone()).ToArray());
                }
            }

            await connection.ExecuteAsync("update story set sections = @Sections::json, body_format = 0 where id = @Id", new { Id = id, Sections = sections.ToJsonString(JsonSerializerOptions.Default) });
        }
    }
}
