using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Tests.Newsroom;

namespace ContentApi.Tests.Publishing;

/// <summary>Tests which founders and topics the documents of stories refer to.</summary>
public sealed class IdentityTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task Names_with_the_same_romanization_are_different_founders()
    {
        var results = await api.Import(
            ("a.md", "---\ntitle: First Wang\nfounder: 王伟\n---\nA."), ("b.md", "---\ntitle: Second Wang\nfounder: 汪威\n---\nB."), ("c.md", "---\ntitle: Third Wang\nfounder: { name: 王伟 }\n---\nC."));
        await api.Import(("d.md", "---\ntitle: Fourth Wang\nfounder: 王薇\n---\nD."), ("e.md", "---\ntitle: Fifth Wang\nfounder: wang-wei-2\n---\nE."));

        Assert.All(results, result => Assert.Equal((PublicationOutcome.Created, 0), (result.Outcome, result.Diagnostics.Count)));
        Assert.Equal(
            [("wang-wei", "王伟"), ("wang-wei-2", "汪威"), ("wang-wei", "王伟"), ("wang-wei-3", "王薇"), ("wang-wei-2", "汪威")],
            await Task.WhenAll(new[] { "first", "second", "third", "fourth", "fifth" }.Select(async n => Reference((await api.Json($"/v1/stories/{n}-wang"))["founder"]!))));
    }

    [Fact]
    public async Task Technical_names_are_different_topics()
    {
        await api.Import(("a.md", "---\ntitle: Languages\ntopics: [C++, 'C#', C, F#, .NET, Node.js, c#]\n---\nA."));
        await api.Import(("b.md", "---\ntitle: More Languages\ntopics: [c, c++, c-sharp, C!]\n---\nB."));

        Assert.Equal(
            [("c-plus-plus", "C++"), ("c-sharp", "C#"), ("c", "C"), ("f-sharp", "F#"), ("dot-net", ".NET"), ("node-js", "Node.js")],
            (await api.Json("/v1/stories/languages"))["topics"]!.AsArray().Select(Reference));
        Assert.Equal(
            [("c", "C"), ("c-plus-plus", "C++"), ("c-sharp", "C#"), ("c-2", "C!")],
            (await api.Json("/v1/stories/more-languages"))["topics"]!.AsArray().Select(Reference));
    }

    [Fact]
    public async Task Names_match_in_any_letter_case_and_normalization()
    {
        await api.Import(("a.md", "---\ntitle: Cased One\nfounder: Zoë Case\ntopics: [Straßenbau]\n---\nA."));
        var result = (await api.Import(("b.md", "---\ntitle: Cased Two\nfounder: ZOE\u0308 CASE\ntopics: [STRASSENBAU]\n---\nB."))).Single();

        Assert.Empty(result.Diagnostics);
        var story = await api.Json("/v1/stories/cased-two");
        Assert.Equal(("Zoë Case", "Straßenbau"), ((string)story["founder"]!["name"]!, (string)story["topics"]![0]!["name"]!));
    }

    [Fact]
    public async Task A_document_does_not_change_an_existing_founder()
    {
        await api.Import(("a.md", "---\ntitle: Kept One\nfounder: { name: Kept Person, bio: As it was. }\n---\nA."));
        var revision = (long)(await api.Json("/v1/revision"))["revision"]!;

        var differing = (await api.Import(("b.md", "---\ntitle: Kept Two\nfounder: { slug: kept-person, name: Other Person, bio: As it was., image: 'https://images.test/a.png' }\n---\nB."))).Single();
        var again = (await api.Import(("b.md", "---\ntitle: Kept Two\nfounder: { slug: kept-person, name: Other Person, bio: As it was., image: 'https://images.test/a.png' }\n---\nB."))).Single();

        Assert.Equal((PublicationOutcome.Created, PublicationOutcome.Unchanged), (differing.Outcome, again.Outcome));
        foreach (var result in new[] { differing, again })
        {
            var warning = Assert.Single(result.Diagnostics);
            Assert.Equal(DiagnosticSeverity.Warning, warning.Severity);
            Assert.Equal("the name and the image of the founder 'kept-person' differ from the document, which does not change an existing founder; to change the founder, send PATCH /v1/founders/kept-person", warning.Message);
        }

        var founder = await api.Json("/v1/founders/kept-person");
        Assert.Equal(("Kept Person", "As it was.", null), ((string)founder["name"]!, (string)founder["bio"]!, founder["image"]));
        Assert.Equal(["story"], (await api.Json($"/v1/changes?after={revision}"))["items"].Strings("kind"));
    }

    [Fact]
    public async Task A_slug_takes_precedence_over_the_name()
    {
        await api.Import(("a.md", "---\ntitle: Slug One\nfounder: Maria Same\n---\nA."));
        var result = (await api.Import(("b.md", "---\ntitle: Slug Two\nfounder: { slug: maria-same-of-lyon, name: Maria Same }\n---\nB."))).Single();
        var ambiguous = (await api.Import(("c.md", "---\ntitle: Slug Three\nfounder: Maria Same\n---\nC."))).Single();

        Assert.Contains("has the same name as the existing founder 'maria-same'", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Equal(("maria-same-of-lyon", "Maria Same"), Reference((await api.Json("/v1/stories/slug-two"))["founder"]!));
        Assert.Contains("several founders have the name 'Maria Same'; the document refers to 'maria-same'", Assert.Single(ambiguous.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Equal(("maria-same", "Maria Same"), Reference((await api.Json("/v1/stories/slug-three"))["founder"]!));
    }

    [Fact]
    public async Task A_founder_needs_a_slug_or_a_name()
    {
        foreach (var (founder, member) in new[] { ("{}", "founder"), ("""{"bio":"B."}""", "founder"), ("""{"name":"?!"}""", "founder.name"), ("""{"name":"<!-- N -->"}""", "founder.name") })
        {
            var problem = await api.SendCreate("needs-a-name", JsonNode.Parse($$"""{"title":"T","body":"B","founder":{{founder}}}""")!).ShouldBeProblem(System.Net.HttpStatusCode.UnprocessableEntity);
            Assert.Equal([member], problem["errors"]!.AsObject().Select(error => error.Key));
        }

        await api.CreateDraft("needs-a-name", JsonNode.Parse("""{"title":"T","body":"B","founder":{"name":"Just a Name"}}"""));
        Assert.Equal(("just-a-name", "Just a Name"), Reference((await api.Json("/v1/drafts/needs-a-name/versions/1/preview"))["founder"]!));
        await api.PublishDraft("needs-a-name");
        Assert.Equal(("just-a-name", "Just a Name"), Reference((await api.Json("/v1/stories/needs-a-name"))["founder"]!));
    }

    [Fact]
    public async Task A_preview_shows_the_founder_and_topics_that_publishing_selects_or_creates()
    {
        await api.Import(("a.md", "---\ntitle: Seen Before\nfounder: 李娜\ntopics: [Preview, Re-View]\n---\nA."));
        await api.CreateDraft("previewed-identity", JsonNode.Parse("""{"title":"T","body":"B","founder":{"name":"李那"},"topics":["PREVIEW","re-view","Review!","Re View"]}"""));

        var preview = await api.Json("/v1/drafts/previewed-identity/versions/1/preview");
        await api.PublishDraft("previewed-identity");
        var story = await api.Json("/v1/stories/previewed-identity");

        Assert.Equal(("li-na-2", "李那"), Reference(story["founder"]!));
        Assert.Equal([("preview", "Preview"), ("re-view", "Re-View"), ("review", "Review!"), ("re-view-2", "Re View")], story["topics"]!.AsArray().Select(Reference));
        Assert.Equal(Reference(story["founder"]!), Reference(preview["founder"]!));
        Assert.Equal(story["topics"]!.AsArray().Select(Reference), preview["topics"]!.AsArray().Select(Reference));
        Assert.Equal([(string)story["topics"]![0]!["id"]!, (string)story["topics"]![1]!["id"]!, $"{Guid.Empty}", $"{Guid.Empty}"], preview["topics"].Strings("id"));
    }

    [Fact]
    public async Task A_former_slug_and_a_former_name_match_the_renamed_founder_and_topic()
    {
        await api.Import(("a.md", "---\ntitle: Former One\nfounder: Anna Former\ntopics: [Formers]\n---\nA."));
        await api.SaveNamed("/v1/founders/anna-former", "Anna Later");
        await api.SendRename("/v1/founders/anna-former", "anna-later").ShouldBe(System.Net.HttpStatusCode.OK);
        await api.SaveNamed("/v1/topics/formers", "Laters");
        await api.SendRename("/v1/topics/formers", "laters").ShouldBe(System.Net.HttpStatusCode.OK);

        await api.Import(("b.md", "---\ntitle: Former Two\nfounder: anna-former\ntopics: [formers]\n---\nB."), ("c.md", "---\ntitle: Former Three\nfounder: Anna Former\ntopics: [Formers]\n---\nC."));
        var newcomer = (await api.Import(("d.md", "---\ntitle: Former Four\nfounder: Anna-Former\ntopics: [Formers!]\n---\nD."))).Single();

        foreach (var slug in new[] { "former-one", "former-two", "former-three" })
        {
            var story = await api.Json($"/v1/stories/{slug}");
            Assert.Equal(("anna-later", "Anna Later"), Reference(story["founder"]!));
            Assert.Equal([("laters", "Laters")], story["topics"]!.AsArray().Select(Reference));
        }

        Assert.Equal(PublicationOutcome.Created, newcomer.Outcome);
        var four = await api.Json("/v1/stories/former-four");
        Assert.Equal(("anna-former-2", "Anna-Former"), Reference(four["founder"]!)); // the slug without a number still redirects
        Assert.Equal([("formers-2", "Formers!")], four["topics"]!.AsArray().Select(Reference));
    }

    private static (string Slug, string Name) Reference(JsonNode? reference) => ((string)reference!["slug"]!, (string)reference["name"]!);
}
