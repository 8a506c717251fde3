using System.Text.RegularExpressions;
using ContentApi.Publishing;
using Microsoft.Extensions.DependencyInjection;

namespace ContentApi.Tests.Publishing;

public sealed class SampleLibraryTests(SampleContent api) : IClassFixture<SampleContent>
{
    [Fact]
    public async Task Sample_stories_use_every_part_of_a_page()
    {
        var stories = (await api.Json("/v1/stories?limit=100&include=takeaways"))["items"]!.AsArray();

        Assert.True(stories.Count >= 8);
        Assert.True(stories.Select(story => (string)story!["founder"]!["slug"]!).Distinct().Count() >= 4);
        var blocks = new HashSet<string>();
        var announced = 0;
        foreach (var card in stories)
        {
            var story = await api.Json($"/v1/stories/{card!["slug"]}?include=recommendations");
            Assert.True((int)story["wordCount"]! >= 500, $"{card["slug"]} has {story["wordCount"]} words");
            Assert.NotEmpty(story["takeaways"]!.AsArray());
            Assert.NotEmpty(story["topics"]!.AsArray());
            Assert.True(story["sections"]!.AsArray().Count >= 4);
            Assert.Contains("editorial", story["recommendations"].Strings("source"));
            blocks.UnionWith(story["sections"]!.AsArray().SelectMany(section => section!["blocks"].Strings("type")));
            announced += story["recommendations"].Strings("status").Count(status => status == "announced");
        }

        Assert.Equal(["code", "divider", "heading", "list", "paragraph", "quote"], blocks.Order());
        Assert.Equal(1, announced);
    }

    [Fact]
    public async Task Sample_collections_show_all_their_stories()
    {
        var collections = (await api.Json("/v1/collections?include=stories"))["items"]!.AsArray();

        Assert.Equal(["useful-failures", "where-to-begin"], collections.Select(collection => (string)collection!["slug"]!));
        Assert.Equal([4, 3], collections.Select(collection => collection!["stories"]!.AsArray().Count));
        Assert.Equal(["the-no-that-drew-a-map", "the-engine-on-the-bicycle", "the-patent-she-wrote-herself"], collections[1]!["stories"].Strings("slug"));
    }

    [Fact]
    public async Task Load_skips_a_library_that_has_had_stories()
    {
        var before = (long)(await api.Json("/v1/revision"))["revision"]!;

        await using var scope = api.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SampleLibrary>().Load(CancellationToken.None);

        Assert.Equal(before, (long)(await api.Json("/v1/revision"))["revision"]!);
    }

    [Fact]
    public async Task Sample_documents_have_no_diagnostics()
    {
        var documents = Directory.GetFiles(Repository.Path("db/sample")).Select(path => (Path.GetFileName(path), File.ReadAllText(path))).ToArray();
        var report = await api.Import(documents);

        Assert.All(report, document => Assert.Empty(document.Diagnostics));
        Assert.All(report, document => Assert.Equal(document.Slug + ".md", document.SourceName));
    }

    /// <summary>Tests that links between stories, written as /stories/{slug} in the body, point to existing stories.</summary>
    [Fact]
    public async Task Links_between_sample_stories_resolve()
    {
        var links = Directory.GetFiles(Repository.Path("db/sample")).SelectMany(path => Regex.Matches(File.ReadAllText(path), @"\(/stories/([a-z0-9-]+)\)").Select(match => match.Groups[1].Value)).ToList();

        Assert.NotEmpty(links);
        foreach (var slug in links)
        {
            await api.Json($"/v1/stories/{slug}?body=none");
        }
    }
}
