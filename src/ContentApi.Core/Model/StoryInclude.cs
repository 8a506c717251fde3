namespace ContentApi.Core.Model;

/// <summary>Optional content of a story that is derived from other stories.</summary>
internal enum StoryInclude
{
    Recommendations,
    Navigation,
}
