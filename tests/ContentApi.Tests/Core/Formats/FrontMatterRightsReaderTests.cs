using System.Text;
using ContentApi.Core.Formats;
using ContentApi.Core.Model;

namespace ContentApi.Tests.Core.Formats;

public sealed class FrontMatterRightsReaderTests
{
    [Theory]
    [InlineData("license: CC0", "CC0|||||Allowed")]
    [InlineData("licence: CC0", "CC0|||||Allowed")]
    [InlineData("rights: All rights reserved.", "All rights reserved.|||||Allowed")]
    [InlineData("copyright: Nora Lind", "|Nora Lind||||Allowed")]
    [InlineData("copyright: © 2024 Nora Lind", "|Nora Lind||||Allowed")]
    [InlineData("copyright: Copyright (c) 2019–2024, Nora Lind", "|Nora Lind||||Allowed")]
    [InlineData("copyright: ©Nora Lind", "|Nora Lind||||Allowed")]
    [InlineData("copyright: Copyright Clearance Center", "|Copyright Clearance Center||||Allowed")]
    [InlineData("copyright_holder: Nora Lind", "|Nora Lind||||Allowed")]
    [InlineData("copyright: \"© 2024 \"", "|© 2024||||Allowed")]
    [InlineData("attribution: From us.", "||text|From us.||Allowed")]
    [InlineData("attribution: https://us.test/a", "||text|https://us.test/a|https://us.test/a|Allowed")]
    [InlineData("attribution: { text: From us., url: https://us.test/a }", "||text|From us.|https://us.test/a|Allowed")]
    [InlineData("attribution: { url: https://us.test/a }", "||text|https://us.test/a|https://us.test/a|Allowed")]
    [InlineData("syndication: denied", "|||||Denied")]
    [InlineData("rights: { license: CC0, copyrightHolder: Nora, attribution: { text: From us. }, syndication: Denied }", "CC0|Nora|text|From us.||Denied")]
    [InlineData("rights:\n  license: CC0\n  copyright: © Nora\n  attribution: From us.", "CC0|Nora|text|From us.||Allowed")]
    [InlineData("license: CC0\nsyndication: denied\nrights: { copyright: Nora }", "CC0|Nora||||Denied")]
    public void Reads_the_rights_from_the_keys_of_this_api_and_of_other_tools(string yaml, string expected)
    {
        var result = Read(yaml);

        Assert.Empty(result.Diagnostics);
        var rights = result.Document!.Rights!;
        Assert.Equal(expected, $"{rights.License}|{rights.CopyrightHolder}|{(rights.Attribution is null ? "" : "text")}|{rights.Attribution?.Text}|{rights.Attribution?.Url}|{rights.Syndication}");
    }

    [Theory]
    [InlineData("byline: Nobody")]
    [InlineData("license:")]
    [InlineData("rights: {}")]
    [InlineData("syndication: allowed")]
    public void Without_a_value_there_are_no_rights(string yaml)
    {
        var result = Read(yaml);

        Assert.Empty(result.Diagnostics);
        Assert.Null(result.Document!.Rights);
    }

    [Theory]
    [InlineData("license: CC0\nrights: { license: MIT }", 2, "'license' is ignored, because 'rights.license' is also given")]
    [InlineData("license: CC0\nrights: All rights reserved.", 3, "'rights' is ignored, because 'license' is also given")]
    [InlineData("rights: { copyright: A, copyrightHolder: B }", 2, "'rights.copyright' is ignored, because 'rights.copyrightHolder' is also given")]
    [InlineData("rights: { licenze: CC0 }", 2, "the unknown key 'licenze' is ignored; the keys here are license, copyrightHolder, copyright, attribution, syndication")]
    [InlineData("copyright: true", 2, "'copyright' is ignored, because 'true' does not name the holder of the copyright")]
    [InlineData("syndication: [https://a.test/1, https://b.test/2]", 2, "'syndication' is ignored, because it lists URLs; it can be 'allowed' or 'denied'")]
    [InlineData("syndication: https://a.test/1", 2, "'syndication' is ignored, because it lists URLs; it can be 'allowed' or 'denied'")]
    [InlineData("recommendations: [{ title: A, license: CC0 }]", 2, "the unknown key 'license' is ignored; the keys here are slug, title, dek, byline, founder, readingMinutes, image, language")]
    public void Warns_about_what_is_ignored(string yaml, int line, string message)
    {
        var result = Read(yaml);

        Assert.NotNull(result.Document);
        Assert.Equal([Diagnostic.Warning(line, message)], result.Diagnostics);
    }

    [Theory]
    [InlineData("syndication: sometimes", "'syndication' must be 'allowed' or 'denied', not 'sometimes'")]
    [InlineData("rights: { syndication: 1 }", "'rights.syndication' must be 'allowed' or 'denied', not '1'")]
    [InlineData("syndication: { denied: yes }", "'syndication' must be 'allowed' or 'denied'")]
    [InlineData("rights: [CC0]", "'rights' must be the terms of use as text, or a mapping with license, copyrightHolder, attribution and syndication")]
    [InlineData("license: [CC0]", "'license' must be text")]
    [InlineData("attribution: [A]", "'attribution' must be a text, or a mapping with text and url")]
    [InlineData("attribution: {}", "'attribution' must be a mapping with a text")]
    public void Rejects_a_value_of_another_kind(string yaml, string message)
    {
        var result = Read(yaml);

        Assert.Null(result.Document);
        Assert.Equal([Diagnostic.Error(2, message)], result.Diagnostics);
    }

    private static DocumentParseResult Read(string yaml) =>
        DocumentReader.Read(Encoding.UTF8.GetBytes($"---\n{yaml}\ntitle: T\n---\nBody."), "a.md", TimeZoneInfo.Utc, CancellationToken.None);
}
