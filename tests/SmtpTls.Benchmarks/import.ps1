# A session that imports the module that is named, or none.
param([string] $Module)

if ($Module) { Import-Module $Module }
