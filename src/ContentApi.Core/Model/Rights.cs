namespace ContentApi.Core.Model;

/// <summary>The rights in a story: its terms of use, the copyright, the attribution that it requires, and its syndication.</summary>
public sealed record Rights
{
    /// <summary>Terms of use, as text or as an SPDX identifier, at most 300 characters. Null if none are given.</summary>
    /// <example>CC-BY-4.0</example>
    [StringSchema(300)]
    public string? License { get; init; }

    /// <summary>Holder of the copyright, without a symbol or a year, at most 300 characters. Null if none is given.</summary>
    /// <example>The Founders' Library</example>
    [StringSchema(300)]
    public string? CopyrightHolder { get; init; }

    /// <summary>The text to show, and the URL to link to, wherever the story is republished. Null if none is required.</summary>
    public Attribution? Attribution { get; init; }

    /// <summary>
    /// `allowed` (default) or `denied`: whether partners may republish the story. This is a notice to partners: a story with `denied` is
    /// still public, in lists, in search and in the change log.
    /// </summary>
    /// <example>allowed</example>
    public SyndicationPolicy Syndication { get; init; }
}
