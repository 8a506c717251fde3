namespace ContentApi.Core.Model;

/// <summary>Optional members of a story that are derived from other stories.</summary>
internal enum StoryInclude
{
    Recommendations,
    Navigation,
}
