namespace ContentApi.Library;

/// <summary>The founder of an announced story as stored in its card. The slug may have become a former slug since.</summary>
internal sealed record AnnouncedFounder(string Slug, string Name);
